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

  // False when a line could not be read: it ends its story, and the next one is played.
  bool play(std::string_view text) {
    transcripts::for_each_line(text, [&](const StoryLine& line) {
      this->line(line);
      return true;
    });
    end_story();
    flush();
    return all_read_;
  }

 private:
  void line(const StoryLine& line) {
    Words words(line.text);
    if (words.done()) return;
    try {
      statement(words, line);
      if (!words.done()) throw words.not_understood();
    } catch (const std::exception& error) {
      complain(line, error.what());
      all_read_ = false;
      is_ended_ = true;
    }
  }

  void statement(Words& words, const StoryLine& line) {
    if (words.take("story")) return begin(words.number());
    if (is_ended_) return static_cast<void>(words.rest());
    if (play_.is_of_meeting(line)) return play_.line(words, line);
    play_.finish();
    if (words.take("expect") || words.take("look at")) return static_cast<void>(words.rest());
    play_.line(words, line);
  }

  void begin(int number) {
    end_story();
    play_ = fresh();
    is_ended_ = false;
    out_ += "{\"story\":" + std::to_string(number) + "}\n";
  }

  void end_story() {
    if (!is_ended_) play_.finish();
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
  bool all_read_ = true;
  bool is_ended_ = false;  // by a line that could not be read
};

}  // namespace

int main(int count, char** files) {
  if (count < 2) {
    std::fputs("usage: group_player FILE...\n", stderr);
    return 2;
  }
  bool all_read = true;
  for (int k = 1; k < count; ++k) {
    if (std::filesystem::is_regular_file(files[k])) {
      all_read &= Player(files[k]).play(transcripts::text_of(files[k]));
    } else {
      std::fprintf(stderr, "%s: no such file\n", files[k]);
      all_read = false;
    }
  }
  return all_read ? 0 : 1;
}
