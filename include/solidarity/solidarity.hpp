// SPDX-License-Identifier: MIT
// Everything of solidarity::solidarity. Modules, lowest first; each includes only what stands above it.
#pragma once

#include <solidarity/core/error.hpp>
#include <solidarity/core/id.hpp>
#include <solidarity/core/overloaded.hpp>
#include <solidarity/core/secret.hpp>
#include <solidarity/core/text.hpp>
#include <solidarity/core/version.hpp>

#include <solidarity/money/allocate.hpp>
#include <solidarity/money/currency.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/payment_split.hpp>
#include <solidarity/money/rate.hpp>
#include <solidarity/money/rounding.hpp>
#include <solidarity/money/shares.hpp>

#include <solidarity/calendar/business_calendar.hpp>
#include <solidarity/calendar/date.hpp>
#include <solidarity/calendar/date_sequence.hpp>
#include <solidarity/calendar/day_count.hpp>
#include <solidarity/calendar/frequency.hpp>

#include <solidarity/product/loan_terms.hpp>
#include <solidarity/product/validate.hpp>

#include <solidarity/schedule/amortize.hpp>
#include <solidarity/schedule/explain.hpp>
#include <solidarity/schedule/schedule.hpp>

#include <solidarity/disclosure/apr.hpp>
#include <solidarity/disclosure/cost.hpp>
#include <solidarity/disclosure/eu_apr.hpp>
#include <solidarity/disclosure/flat_equivalent.hpp>
#include <solidarity/disclosure/india.hpp>
#include <solidarity/disclosure/irr.hpp>
#include <solidarity/disclosure/reg_z.hpp>
#include <solidarity/disclosure/tvm.hpp>

#include <solidarity/loan/arrears.hpp>
#include <solidarity/loan/day_close.hpp>
#include <solidarity/loan/loan.hpp>
#include <solidarity/loan/penalties.hpp>
#include <solidarity/loan/statement.hpp>
#include <solidarity/loan/waterfall.hpp>

#include <solidarity/savings/account.hpp>
#include <solidarity/savings/apy.hpp>
#include <solidarity/savings/balance_basis.hpp>

#include <solidarity/insurance/cover.hpp>
#include <solidarity/insurance/pool.hpp>
#include <solidarity/insurance/premium.hpp>
#include <solidarity/insurance/refund.hpp>

#include <solidarity/liability/claims_ledger.hpp>
#include <solidarity/liability/terms.hpp>

#include <solidarity/group/arrears.hpp>
#include <solidarity/group/center.hpp>
#include <solidarity/group/eligibility.hpp>
#include <solidarity/group/event.hpp>
#include <solidarity/group/formation.hpp>
#include <solidarity/group/governance.hpp>
#include <solidarity/group/group.hpp>
#include <solidarity/group/incentives.hpp>
#include <solidarity/group/meeting.hpp>
#include <solidarity/group/member.hpp>
#include <solidarity/group/membership.hpp>
#include <solidarity/group/position.hpp>
#include <solidarity/group/rules.hpp>
#include <solidarity/group/settlement.hpp>
#include <solidarity/group/sheet.hpp>
#include <solidarity/group/staggering.hpp>
#include <solidarity/group/transfer.hpp>

#include <solidarity/circle/rosca.hpp>
#include <solidarity/circle/share_capital.hpp>
#include <solidarity/circle/share_out.hpp>
#include <solidarity/circle/vsla.hpp>
