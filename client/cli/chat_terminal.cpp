#include "client/cli/chat_terminal.hpp"

#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <langinfo.h>
#include <string_view>
#include <unistd.h>
#include <utility>

#include <readline/history.h>
#include <readline/readline.h>

namespace atelier::cli::chat {

namespace {

constexpr auto prompt = "> ";
constexpr int history_max = 1'000;
constexpr std::size_t passphrase_bytes_max = 1'024;
constexpr char end_of_input = 4;
constexpr char backspace = 8;
constexpr char kill_line = 21;
constexpr char rubout = 127;

/// Readline's functions carry no context.
chat_terminal* current = nullptr;

/// Lines are UTF-8, whatever the environment says.
void use_utf8() {
  std::setlocale(LC_CTYPE, "");
  if (std::string_view{nl_langinfo(CODESET)} != "UTF-8")
    std::setlocale(LC_CTYPE, "C.UTF-8");
}

void drop_last_character(std::string& text) {
  while (!text.empty()) {
    const bool begins = (static_cast<unsigned char>(text.back()) & 0xC0) != 0x80;
    text.pop_back();
    if (begins)
      return;
  }
}

void remember(const std::string& line) {
  if (line.find_first_not_of(" \t\n") == std::string::npos)
    return;
  const auto* last = history_length > 0 ? history_get(history_base + history_length - 1) : nullptr;
  if (!last || line != last->line)
    add_history(line.c_str());
}

} // namespace

chat_terminal::chat_terminal(bool quiet) : quiet_{quiet} {
  current = this;
  use_utf8();
  rl_readline_name = "atelier";
  rl_catch_signals = 0;
  rl_catch_sigwinch = 0;
  rl_initialize();
  rl_variable_bind("disable-completion", "on");
  for (auto* keys : {emacs_standard_keymap, vi_insertion_keymap, vi_movement_keymap})
    for (const char key : {'\r', '\n'})
      rl_bind_key_in_map(key, &chat_terminal::accept_line, keys);
  stifle_history(history_max);
  if (const auto* clear = rl_get_termcap("ce"))
    clear_to_end_ = clear;
  // A line that was taken away before it was accepted needs no new line behind it.
  rl_erase_empty_line = clear_to_end_.empty() ? 0 : 1;
  begin_editing();
}

chat_terminal::~chat_terminal() {
  if (asking_)
    end_passphrase();
  if (editing_) {
    end_editing();
    if (!ended_)
      std::fputs("\n", rl_outstream);
  }
  std::fflush(rl_outstream);
  clear_history();
  current = nullptr;
}

void chat_terminal::begin_editing() {
  editing_ = true;
  rl_callback_handler_install(prompt, &chat_terminal::line_ended);
}

void chat_terminal::end_editing() {
  editing_ = false;
  rl_callback_handler_remove();
}

int chat_terminal::accept_line(int count, int key) {
  auto& self = *current;
  self.accepted_.assign(rl_line_buffer, static_cast<std::size_t>(rl_end));
  if (!self.clear_to_end_.empty()) {
    rl_clear_visible_line();
    // With a record for undo, from which readline mends a line of the history that was edited.
    rl_begin_undo_group();
    rl_delete_text(0, rl_end);
    rl_end_undo_group();
    rl_point = 0;
  }
  return rl_newline(count, key);
}

void chat_terminal::line_ended(char* text) {
  auto& self = *current;
  if (!text) {
    self.ended_ = true;
    self.end_editing();
    self.came_.push_back({input::kind::end});
    return;
  }
  std::free(text);
  remember(self.accepted_);
  self.came_.push_back({input::kind::line, std::exchange(self.accepted_, {})});
}

std::vector<input> chat_terminal::read() {
  if (asking_)
    return read_passphrase();
  if (editing_)
    rl_callback_read_char();
  return std::exchange(came_, {});
}

void chat_terminal::hide_line() {
  if (asking_)
    std::fputs(clear_to_end_.empty() ? "\n" : ("\r" + clear_to_end_).c_str(), rl_outstream);
  else if (editing_ && clear_to_end_.empty())
    std::fputs("\n", rl_outstream);
  else if (editing_)
    rl_clear_visible_line();
}

void chat_terminal::show_line() {
  if (asking_)
    std::fputs(prompt_.c_str(), rl_outstream);
  else if (editing_)
    rl_forced_update_display();
  std::fflush(rl_outstream);
}

void chat_terminal::show(const std::vector<std::string>& lines) {
  if (lines.empty())
    return;
  hide_line();
  for (const auto& each : lines) {
    std::fwrite(each.data(), 1, each.size(), rl_outstream);
    std::fputc('\n', rl_outstream);
  }
  show_line();
}

void chat_terminal::remark(const std::string& text, bool important) {
  if (quiet_ && !important)
    return;
  std::string out = "-- ";
  for (const char c : text)
    out += c == '\n' ? std::string{"\n-- "} : std::string{c};
  show({out});
}

void chat_terminal::ask_passphrase(const std::string& asked) {
  if (!editing_)
    return;
  hide_line();
  end_editing();
  prompt_ = asked;
  begin_passphrase();
  show_line();
}

void chat_terminal::begin_passphrase() {
  asking_ = true;
  ::tcgetattr(STDIN_FILENO, &before_asking_);
  hide_typing();
}

void chat_terminal::hide_typing() const {
  auto hidden = before_asking_;
  // Byte by byte, so that what is typed ahead is neither lost nor taken for the passphrase.
  hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON);
  hidden.c_cc[VMIN] = 1;
  hidden.c_cc[VTIME] = 0;
  ::tcsetattr(STDIN_FILENO, TCSADRAIN, &hidden);
}

void chat_terminal::end_passphrase() {
  asking_ = false;
  passphrase_.clear();
  ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_asking_);
  std::fputs("\n", rl_outstream);
  std::fflush(rl_outstream);
}

std::vector<input> chat_terminal::read_passphrase() {
  char c = 0;
  const auto count = ::read(STDIN_FILENO, &c, 1);
  if (count < 0)
    return {};
  std::vector<input> out;
  const bool refused = count == 0 || (c == end_of_input && passphrase_.empty());
  if (refused)
    out.push_back({input::kind::no_passphrase});
  else if (c == '\r' || c == '\n')
    out.push_back({input::kind::passphrase, passphrase_});
  if (!out.empty()) {
    end_passphrase();
    begin_editing();
    return out;
  }
  if (c == kill_line)
    passphrase_.clear();
  else if (c == rubout || c == backspace)
    drop_last_character(passphrase_);
  else if (c != end_of_input && passphrase_.size() < passphrase_bytes_max)
    passphrase_ += c;
  return out;
}

void chat_terminal::resized() {
  if (editing_)
    rl_resize_terminal();
}

void chat_terminal::continued() {
  if (asking_)
    hide_typing();
  else if (editing_)
    rl_prep_terminal(1);
  show_line();
}

} // namespace atelier::cli::chat
