// SPDX-License-Identifier: MIT
#include <solidarity/savings/event.hpp>

#include <solidarity/core/overloaded.hpp>

namespace solidarity {

std::string_view to_text(const SavingsAction& action) noexcept {
  return std::visit(overloaded{
                        [](const Deposit&) { return std::string_view("deposit"); },
                        [](const Withdrawal&) { return std::string_view("withdraw"); },
                        [](const TransferIn&) { return std::string_view("transfer_in"); },
                        [](const TransferOut&) { return std::string_view("transfer_out"); },
                        [](const SavingsCharge&) { return std::string_view("charge"); },
                        [](const PlaceHold&) { return std::string_view("place_hold"); },
                        [](const CaptureHold&) { return std::string_view("capture_hold"); },
                        [](const ReleaseHold&) { return std::string_view("release_hold"); },
                        [](const CloseSavings&) { return std::string_view("close"); },
                        [](const ReverseSavings&) { return std::string_view("reverse"); },
                    },
                    action);
}

}  // namespace solidarity
