#include "protocol/records.hpp"

#include <doctest/doctest.h>

using namespace atelier;

TEST_CASE("a record counts what it owns besides itself") {
  const auto bare = size_of(record{stopped_cleanly{}});
  CHECK_GE(bare, sizeof(record));
  const std::string text(1000, 'x');
  picture_record picture;
  picture.name = picture.created_by = picture.folder = text;
  CHECK_EQ(size_of(picture), bare + 3000 + picture.filesystem.size());
  session_record session;
  session.uuid = session.name = session.mode = text;
  CHECK_EQ(size_of(session), bare + 3000 + session.config.size() + session.metadata.size());
  CHECK_EQ(size_of(client_record{text, {}}), bare + 1000);
  ops_record ops;
  ops.runs.resize(5000);
  ops.client_seqs.resize(10);
  CHECK_EQ(size_of(ops), bare + 5080);
  CHECK_EQ(size_of(snapshot_record{{}, 0, 0, text}), bare + 1000);
  CHECK_EQ(size_of(snapshot_removed{text}), bare + 1000);
  CHECK_EQ(size_of(answer_record{text, text, 0, text, {}}), bare + 3000);
  CHECK_EQ(size_of(config_record{text, text}), bare + 2000);
  CHECK_EQ(size_of(picture_removed{}), bare);
  CHECK_EQ(size_of(authors_reserved{}), bare);
  CHECK_EQ(size_of(answers_expired{}), bare);
}
