#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

const recovered_picture& picture_of(const recovered_state& state, picture_id id) {
  const auto found =
      std::ranges::find(state.pictures, id, [](const recovered_picture& picture) { return picture.record.id; });
  REQUIRE(found != state.pictures.end());
  return *found;
}

} // namespace

TEST_CASE("a picture is found again as it was put") {
  auto picture = sample_picture(2);
  picture.session = session_id{1};
  CHECK(picture_of(recovered_after({picture}), picture.id).record == picture);
}

TEST_CASE("a picture without a session is found again without one") {
  CHECK(picture_of(recovered_after({sample_picture(2)}), picture_id{2}).record == sample_picture(2));
}

TEST_CASE("a picture that is put again is replaced and keeps its ops") {
  auto renamed = sample_picture(2);
  renamed.name = "sunset";
  const auto state = recovered_after({sample_picture(2), sample_ops(picture_id{2}, 1, 3), renamed});
  CHECK(picture_of(state, renamed.id).record == renamed);
  CHECK(picture_of(state, renamed.id).seq == 3);
}

TEST_CASE("a picture may come before its session in one batch") {
  auto picture = sample_picture(2);
  picture.session = session_id{7};
  const session_record session{session_id{7}, "5f0c0f5e-0000-4000-8000-000000000001", "late", "place", sample_time()};
  const auto state = recovered_after({picture, session});
  CHECK(picture_of(state, picture.id).record.session == session.id);
  CHECK(state.sessions.back() == session);
}

TEST_CASE("a session that is put again is replaced") {
  session_record session{session_id{7}, "5f0c0f5e-0000-4000-8000-000000000001", "old", "free", sample_time()};
  auto renamed = session;
  renamed.name = "new";
  CHECK(recovered_after({session, renamed}).sessions.back() == renamed);
}

TEST_CASE("a client keeps its author") {
  const auto state = recovered_after({client_record{"uuid-b", author_id{4}}, client_record{"uuid-a", author_id{5}}});
  REQUIRE(state.clients.size() == 2);
  CHECK(state.clients[0].uuid == "uuid-b");
  CHECK(state.clients[0].author == author_id{4});
  CHECK(state.clients[1].uuid == "uuid-a");
  CHECK(state.clients[1].author == author_id{5});
}

TEST_CASE("an author is never given to two clients") {
  const temporary_folder at;
  const auto folder = open_folder(at.path());
  REQUIRE(commit(*folder, {client_record{"uuid-a", author_id{4}}}));
  CHECK_FALSE(commit(*folder, {client_record{"uuid-b", author_id{4}}}));
}

TEST_CASE("reserved authors are remembered and never go back") {
  CHECK(recovered_after({authors_reserved{author_id{101}}}).authors_until == author_id{101});
  CHECK(recovered_after({authors_reserved{author_id{201}}, authors_reserved{author_id{101}}}).authors_until
        == author_id{201});
}

TEST_CASE("the last op of a picture is the last one of its log") {
  const auto state =
      recovered_after({sample_picture(2), sample_ops(picture_id{2}, 1, 10), sample_ops(picture_id{2}, 11, 42)});
  CHECK(picture_of(state, picture_id{2}).seq == 42);
  CHECK(picture_of(state, welcome).seq == 0);
}

TEST_CASE("ops that do not follow the last stored one are refused") {
  const temporary_folder at;
  for (const auto first : {seq_t{1}, seq_t{5}, seq_t{7}}) {
    const auto folder = open_folder(at.path() / std::to_string(first));
    REQUIRE(commit(*folder, {sample_ops(welcome, 1, 5)}));
    const auto done = commit(*folder, {sample_ops(welcome, first, 9)});
    REQUIRE_FALSE(done);
    CHECK(done.error().code == errc::internal_error);
    CHECK(done.error().message.find("do not follow its last stored op, 5") != std::string::npos);
  }
}

TEST_CASE("ops follow the last one of an earlier run") {
  const temporary_folder at;
  REQUIRE(commit(*open_folder(at.path()), {sample_ops(welcome, 1, 5)}));
  CHECK_FALSE(commit(*open_folder(at.path()), {sample_ops(welcome, 1, 5)}));
  CHECK(commit(*open_folder(at.path()), {sample_ops(welcome, 6, 6)}));
}

TEST_CASE("ops of a picture that was never stored are refused") {
  const temporary_folder at;
  const auto done = commit(*open_folder(at.path()), {sample_ops(picture_id{77}, 1, 1)});
  REQUIRE_FALSE(done);
  CHECK(done.error().message.find("picture 77 was never stored") != std::string::npos);
}

TEST_CASE("used up client numbers only rise, also where no op was accepted") {
  const temporary_folder at;
  const auto folder = open_folder(at.path());
  ops_record refused{welcome, 0, 0, {}, {{author_id{9}, 30}, {author_id{12}, 2}}};
  ops_record late{welcome, 0, 0, {}, {{author_id{9}, 12}}};
  REQUIRE(commit(*folder, {sample_ops(welcome, 1, 20), refused, late}));
  const auto seqs = open_archive(*folder)->client_seqs(welcome);
  REQUIRE(seqs);
  CHECK(*seqs == std::vector<std::pair<author_id, client_seq_t>>{{author_id{9}, 30}, {author_id{12}, 2}});
  CHECK(picture_of(recover(*folder), welcome).seq == 20);
}

TEST_CASE("snapshots are found in the order of epoch and number") {
  const snapshot_record late{welcome, 2, 5, "w/2-5.png"};
  const snapshot_record early{welcome, 1, 9, "w/1-9.png"};
  const snapshot_record middle{welcome, 2, 3, "w/2-3.png"};
  const snapshot_record other{picture_id{2}, 1, 1, "o/1-1.png"};
  const auto state = recovered_after({sample_picture(2), late, other, early, middle});
  CHECK(picture_of(state, welcome).snapshots == std::vector{early, middle, late});
  CHECK(picture_of(state, picture_id{2}).snapshots == std::vector{other});
}

TEST_CASE("a snapshot that is removed is not found") {
  const snapshot_record snapshot{welcome, 1, 9, "w/1-9.png"};
  CHECK(picture_of(recovered_after({snapshot, snapshot_removed{snapshot.file}}), welcome).snapshots.empty());
}

TEST_CASE("an answer is found again, the later one of two for one key") {
  const answer_record first{"client", "key", 1, R"({"result":1})", sample_time()};
  const answer_record again{"client", "key", 0xffff'ffff'ffff'fffe, R"({"error":{}})", sample_time()};
  const answer_record nobody{"", "key", 3, "{}", sample_time()};
  const auto state = recovered_after({first, again, nobody});
  REQUIRE(state.answers.size() == 2);
  CHECK(state.answers[0].client.empty());
  CHECK(state.answers[1].request == again.request);
  CHECK(state.answers[1].answer == again.answer);
  CHECK(state.answers[1].at == again.at);
}

TEST_CASE("answers before a time are forgotten, those at it are not") {
  const answer_record old{"", "old", 1, "{}", sample_time() - std::chrono::milliseconds{1}};
  const answer_record kept{"", "kept", 2, "{}", sample_time()};
  const auto state = recovered_after({old, kept, answers_expired{sample_time()}});
  REQUIRE(state.answers.size() == 1);
  CHECK(state.answers[0].key == "kept");
}

TEST_CASE("a value of the configuration is replaced") {
  const auto state = recovered_after({config_record{"a", "1"}, config_record{"b", R"("x")"}, config_record{"a", "2"}});
  CHECK(state.config == std::map<std::string, std::string>{{"a", "2"}, {"b", R"("x")"}});
}

TEST_CASE("text with zero bytes and quotes is found again") {
  const std::string odd{"a\0b'\"%", 6};
  auto picture = sample_picture(2);
  picture.name = odd;
  const auto state = recovered_after({config_record{odd, odd}, picture});
  CHECK(state.config.at(odd) == odd);
  CHECK(picture_of(state, picture.id).record.name == odd);
}

TEST_CASE("of a commit that fails nothing is stored, and nothing is committed after it") {
  const temporary_folder at;
  auto folder = open_folder(at.path());
  const std::vector<std::vector<record>> batches{
      {config_record{"before", "1"}}, {config_record{"a", "1"}, sample_ops(welcome, 2, 2)}, {config_record{"b", "1"}}};
  CHECK_FALSE(folder->commit(batches));
  const auto after_it = commit(*folder, {config_record{"c", "1"}});
  REQUIRE_FALSE(after_it);
  CHECK(after_it.error().message.find("do not follow") != std::string::npos);
  CHECK(recover(*folder).config.empty());
  folder.reset();
  CHECK(commit(*open_folder(at.path()), {config_record{"c", "1"}}));
}

TEST_CASE("batches of one commit are stored in their order") {
  const temporary_folder at;
  const auto folder = open_folder(at.path());
  const std::vector<std::vector<record>> batches{
      {sample_ops(welcome, 1, 2), config_record{"a", "1"}}, {}, {sample_ops(welcome, 3, 4), config_record{"a", "2"}}};
  REQUIRE(folder->commit(batches));
  CHECK(recover(*folder).config.at("a") == "2");
  CHECK(picture_of(recover(*folder), welcome).seq == 4);
}
