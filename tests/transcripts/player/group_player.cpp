// SPDX-License-Identifier: MIT
// group_player FILE...: plays stories of groups and prints how the group stands after every event, one line of JSON each.
// ../groups/README.md, "The dump".
#include "transcripts/group_play.hpp"
#include "transcripts/story_files.hpp"

#include <cstdio>
#include <exception>
#include <string>

namespace {

using namespace solidarity;
using transcripts::GroupPlay;
using transcripts::Happened;
using transcripts::StoryLine;
using transcripts::Words;

// Names are letters, digits and "@_:", so that quotes are all they need.
void put(std::string& out, std::string_view name) { out.append("\"").append(name).append("\""); }
void put_or_null(std::string& out, std::string_view name) { name.empty() ? void(out += "null") : put(out, name); }
void put(std::string& out, std::int64_t units) { out += std::to_string(units); }

void put_claims(std::string& out, const std::vector<NamedClaim>& claims) {
  for (const NamedClaim& claim : claims) {
    out += out.back() == '[' ? "[" : ",[";
    put(out, claim.by);
    out += ',';
    put(out, claim.debtor);
    out += ',';
    put(out, to_text(claim.on));
    out += ',';
    put(out, claim.amount);
    out += ',';
    put(out, claim.open);
    out += ']';
  }
}

void put_covers(std::string& out, const std::vector<MeetingCover>& covers) {
  for (const MeetingCover& cover : covers) {
    out += out.back() == '[' ? "[" : ",[";
    put(out, cover.debtor);
    out += ',';
    put(out, std::int64_t{cover.layer});
    out += ',';
    put_or_null(out, cover.by);
    out += ',';
    put_or_null(out, cover.source ? to_text(*cover.source) : "");
    out += ',';
    put(out, cover.amount.units());
    out += ']';
  }
}

void put_figure(std::string& out, std::string_view key, std::int64_t value) {
  put(out, key);
  out += ':';
  put(out, value);
  out += ',';
}

void put_member(std::string& out, const MemberPosition& at) {
  put(out, at.id);
  out += ":{";
  put_figure(out, "claims", at.receivable);
  put_figure(out, "credit", at.credit);
  put_figure(out, "days_late", at.days_past_due);
  put_figure(out, "due", at.due);
  put_figure(out, "estate", at.estate_owes);
  put_figure(out, "fines", at.fines);
  put_figure(out, "kept", at.kept_apart);
  put_figure(out, "outstanding", at.outstanding);
  put_figure(out, "overdue", at.overdue);
  put_figure(out, "owes_peers", at.payable);
  put_figure(out, "savings", at.savings);
  out += "\"state\":";
  put(out, to_text(at.state));
  out += '}';
}

void put_group(std::string& out, const Group& group, const Happened& happened) {
  const GroupPosition at = group.position(happened.on);
  const auto* meeting = happened.event ? std::get_if<Meeting>(&happened.event->what) : nullptr;
  out += "{\"claims\":[";
  put_claims(out, group.claims(happened.on));
  out += "],\"covers\":[";
  if (meeting && meeting->covers) put_covers(out, *meeting->covers);
  out += "],";
  put_figure(out, "difference", at.difference);
  put_figure(out, "fund", at.group_fund);
  out += "\"members\":{";
  for (const MemberPosition& member : at.members) {
    if (out.back() == '}') out += ',';
    put_member(out, member);
  }
  out += "},\"social\":";
  put(out, at.social_fund);
  out += "}\n";
}

// The stories of one file; what they print is kept until it is much.
class Player {
 public:
  explicit Player(std::string file) : file_(std::move(file)) {}

  // False when a line cannot be read.
  bool play(std::string_view text) {
    bool is_readable = true;
    transcripts::for_each_line(text, [&](const StoryLine& line) { return is_readable = this->line(line); });
    is_readable = is_readable && line({last_ + 1, {}}, true);
    flush();
    return is_readable;
  }

 private:
  bool line(const StoryLine& line, bool is_end = false) {
    last_ = line.number;
    try {
      Words words(line.text);
      if (is_end) play_.finish();
      else if (!words.done()) statement(words, line);
      if (!words.done()) throw words.not_understood();
      return true;
    } catch (const std::exception& error) {
      flush();
      complain(line, error.what());
      return false;
    }
  }

  void statement(Words& words, const StoryLine& line) {
    if (play_.is_of_meeting(line)) return play_.line(words, line);
    play_.finish();
    if (words.take("story")) return begin(words.number());
    if (words.take("expect") || words.take("look at")) return static_cast<void>(words.rest());
    play_.line(words, line);
  }

  void begin(int number) {
    play_ = fresh();
    out_ += "{\"story\":" + std::to_string(number) + "}\n";
  }

  GroupPlay fresh() {
    return GroupPlay([this](const Happened& happened) { hear(happened); });
  }

  void hear(const Happened& happened) {
    if (happened.refusal) out_.append("{\"refused\":\"").append(to_text(happened.refusal->code())).append("\"}\n");
    else tell(happened);
    if (out_.size() > 1 << 16) flush();
  }

  // A group that recorded an event and cannot say where it stands is broken: that is told, and the stories go on.
  void tell(const Happened& happened) {
    const std::size_t before = out_.size();
    try {
      put_group(out_, *play_.group(), happened);
    } catch (const Error& error) {
      out_.resize(before);
      out_.append("{\"broken\":\"").append(to_text(error.code())).append("\"}\n");
      complain(happened.line, error.what());
    }
  }

  void complain(const StoryLine& line, const char* what) const {
    std::fprintf(stderr, "%s, line %d: %s: %s\n", file_.c_str(), line.number, std::string(line.words()).c_str(), what);
  }

  void flush() {
    std::fwrite(out_.data(), 1, out_.size(), stdout);
    out_.clear();
  }

  std::string file_;
  std::string out_;
  GroupPlay play_ = fresh();
  int last_ = 0;
};

}  // namespace

int main(int count, char** files) {
  if (count < 2) {
    std::fputs("usage: group_player FILE...\n", stderr);
    return 2;
  }
  for (int k = 1; k < count; ++k)
    if (!std::filesystem::is_regular_file(files[k]) || !Player(files[k]).play(transcripts::text_of(files[k]))) return 1;
  return 0;
}
