#pragma once

#include "engine/engine_actor.hpp"
#include "manager/lifecycle.hpp"
#include "manager/manager_messages.hpp"
#include "storage/storage_actors.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace atelier {

/// What the manager makes the house of.
struct manager_setup {
  limits bounds;
  recovered_state state;
  std::shared_ptr<data_folder> folder;
  std::shared_ptr<picture_archive> archive;
  std::shared_ptr<chat_archive> chats;
  std::shared_ptr<event_archive> events;
  /// One for each actor that reads feeds.
  std::shared_ptr<feed_archive> feeds;
  std::shared_ptr<feed_archive> report_feeds;
  /// The servers that every project is followed at.
  std::vector<std::string> feed_peers;
  http_setup http;
  /// They listen already; the manager takes their descriptors over.
  std::vector<std::shared_ptr<listening_socket>> sockets;
  /// Called on any thread when the server begins to stop, and when everybody is gone.
  std::function<void()> on_stopping;
  std::function<void(const over&)> on_over;
};

/// Spawns the manager, which spawns everybody else, takes connections, and joins them all. It ends after `on_over`.
[[nodiscard]] house_actor spawn_manager(caf::actor_system& system, manager_setup setup);

} // namespace atelier
