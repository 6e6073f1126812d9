// SPDX-License-Identifier: MIT
#include "io/cover_answer.hpp"
#include "io/questions.hpp"
#include "io/schedule_codec.hpp"

namespace solidarity::detail {
namespace {

class Encoder {
 public:
  Encoder(const CoverAnswer& answer, JsonLayout layout) : answer_(answer), layout_(layout) {}

  std::string encode() {
    out_.open('{');
    encode_amounts("shortfalls", &CallStanding::shortfall);
    encode_amounts("uncovered", &CallStanding::uncovered);
    encode_notes();
    encode_list("covers", answer_.covers, [&](const CoverLine& line) { encode_cover(line); });
    std::size_t index = 0;
    encode_list("claims", answer_.claims, [&](const Claim& claim) { encode_claim(claim, index++); });
    index = 0;
    encode_list("recoveries", answer_.recoveries, [&](const ClaimRecovery& recovery) {
      encode_recovery(recovery, answer_.document.recoveries[index++].from);
    });
    end_answer(out_, layout_);
    return out_.take() + '\n';
  }

 private:
  // Every member with a shortfall.
  void encode_amounts(std::string_view key, std::int64_t CallStanding::*amount) {
    start_member(out_, layout_, key);
    out_.open('{');
    for (std::uint32_t k = 0; k < answer_.members.size(); ++k)
      if (answer_.members[k].shortfall > 0)
        out_.member(answer_.document.name(k), answer_.amount(answer_.members[k].*amount));
    out_.close('}');
  }

  void encode_notes() {
    start_member(out_, layout_, "notes");
    out_.open('[');
    if (answer_.all_weights_zero) out_.text("all_weights_zero");
    out_.close(']');
  }

  template <class List, class Encode>
  void encode_list(std::string_view key, const List& list, Encode encode) {
    start_member(out_, layout_, key);
    out_.open('[');
    for (const auto& item : list) {
      if (layout_ == JsonLayout::lines) out_.newline(4);
      out_.open('{');
      encode(item);
      out_.close('}');
    }
    if (layout_ == JsonLayout::lines && !list.empty()) out_.break_line(2);
    out_.close(']');
  }

  void encode_cover(const CoverLine& line) {
    out_.member("for", answer_.document.name(line.debtor));
    out_.member("layer", answer_.layer_name(line));
    out_.member("by", answer_.giver(line));
    if (line.source) out_.member("source", to_text(*line.source));
    out_.member("amount", answer_.amount(line.units));
  }

  void encode_claim(const Claim& claim, std::size_t index) {
    const auto& ids = answer_.document.claim_ids;
    if (index < ids.size() && ids[index]) out_.member("id", *ids[index]);
    out_.member("on", to_text(claim.on));
    out_.member("by", answer_.document.name(claim.by));
    out_.member("for", answer_.document.name(claim.debtor));
    out_.member("amount", answer_.amount(claim.amount));
    out_.member("open", answer_.amount(claim.open));
  }

  void encode_recovery(const ClaimRecovery& recovery, Party from) {
    out_.member("from", answer_.document.name(from));
    out_.key("applied");
    out_.open('[');
    for (const AppliedToClaim& applied : recovery.applied) {
      out_.open('{');
      out_.member("claim", applied.claim);
      out_.member("amount", answer_.amount(applied.units));
      out_.close('}');
    }
    out_.close(']');
    out_.member("unapplied", answer_.amount(recovery.unapplied));
  }

  const CoverAnswer& answer_;
  JsonLayout layout_;
  JsonWriter out_;
};

}  // namespace

std::string answer_cover(std::string_view document, AnswerFormat format) {
  const CoverAnswer answer = answer_call(decode_cover(Document(document).root()));
  switch (format) {
    case AnswerFormat::json: return Encoder(answer, JsonLayout::lines).encode();
    case AnswerFormat::json_line: return Encoder(answer, JsonLayout::one_line).encode();
    case AnswerFormat::csv: return cover_csv(answer);
    case AnswerFormat::text: return cover_text(answer);
    default: break;
  }
  refuse(ErrorCode::unsupported, "a call has no page to print; ask for JSON, a table or CSV");
}

}  // namespace solidarity::detail
