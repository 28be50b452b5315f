#include "client/cli/picture_saver.hpp"

#include "client/cli/exit_codes.hpp"
#include "client/cli/image_file.hpp"
#include "client/cli/interrupt.hpp"
#include "client/cli/joined_picture.hpp"
#include "client/cli/output.hpp"
#include "client/picture_replica.hpp"

namespace atelier::cli {

int save_picture(const settings& how, const std::string& meant, const std::string& file) {
  auto made = client::connect(how.url);
  if (!made)
    return report(made.error());
  const auto picture = find_picture(made->commands, meant);
  if (!picture)
    return report(picture.error());
  client::picture_replica replica{picture->id};
  picture_events events;
  events.on_block = [&](const block& what) {
    return replica.apply(what);
  };
  events.on_sync = [&](const json& message) {
    return replica.apply_sync(message).map([](const auto&) {});
  };
  if (const auto sent = made->commands.post(replica.stream().subscription(only_stream)); !sent)
    return report(sent.error());
  while (!replica.stream().synced()) {
    const auto came = made->messages.recv(std::chrono::milliseconds{100});
    if (interrupted())
      return exit_interrupted;
    if (!came && came.error().kind == client::fault_kind::timed_out)
      continue;
    const auto taken = came.and_then([&](const auto& message) { return dispatch(message, picture->id, events); });
    if (!taken)
      return report(taken.error());
  }
  if (const auto written = write_image(file, replica.raster()); !written)
    return report(written.error());
  if (how.json)
    print_json({{"picture", picture->id.value}, {"seq", replica.stream().seq()}, {"file", file}});
  else if (!how.quiet)
    std::printf("saved picture %u at op %llu in %s\n", picture->id.value,
                static_cast<unsigned long long>(replica.stream().seq()), file.c_str());
  return exit_done;
}

} // namespace atelier::cli
