// SPDX-License-Identifier: MIT
// The currencies of ISO 4217 with their minor units (list one; ANG, ZWL and the fund codes are kept for old contracts).
#pragma once

#include <solidarity/money/currency.hpp>

namespace solidarity::iso4217 {

// clang-format off
inline constexpr Currency AED = Currency::custom("AED", 2);
inline constexpr Currency AFN = Currency::custom("AFN", 2);
inline constexpr Currency ALL = Currency::custom("ALL", 2);
inline constexpr Currency AMD = Currency::custom("AMD", 2);
inline constexpr Currency ANG = Currency::custom("ANG", 2);
inline constexpr Currency AOA = Currency::custom("AOA", 2);
inline constexpr Currency ARS = Currency::custom("ARS", 2);
inline constexpr Currency AUD = Currency::custom("AUD", 2);
inline constexpr Currency AWG = Currency::custom("AWG", 2);
inline constexpr Currency AZN = Currency::custom("AZN", 2);
inline constexpr Currency BAM = Currency::custom("BAM", 2);
inline constexpr Currency BBD = Currency::custom("BBD", 2);
inline constexpr Currency BDT = Currency::custom("BDT", 2);
inline constexpr Currency BGN = Currency::custom("BGN", 2);
inline constexpr Currency BHD = Currency::custom("BHD", 3);
inline constexpr Currency BIF = Currency::custom("BIF", 0);
inline constexpr Currency BMD = Currency::custom("BMD", 2);
inline constexpr Currency BND = Currency::custom("BND", 2);
inline constexpr Currency BOB = Currency::custom("BOB", 2);
inline constexpr Currency BOV = Currency::custom("BOV", 2);
inline constexpr Currency BRL = Currency::custom("BRL", 2);
inline constexpr Currency BSD = Currency::custom("BSD", 2);
inline constexpr Currency BTN = Currency::custom("BTN", 2);
inline constexpr Currency BWP = Currency::custom("BWP", 2);
inline constexpr Currency BYN = Currency::custom("BYN", 2);
inline constexpr Currency BZD = Currency::custom("BZD", 2);
inline constexpr Currency CAD = Currency::custom("CAD", 2);
inline constexpr Currency CDF = Currency::custom("CDF", 2);
inline constexpr Currency CHE = Currency::custom("CHE", 2);
inline constexpr Currency CHF = Currency::custom("CHF", 2);
inline constexpr Currency CHW = Currency::custom("CHW", 2);
inline constexpr Currency CLF = Currency::custom("CLF", 4);
inline constexpr Currency CLP = Currency::custom("CLP", 0);
inline constexpr Currency CNY = Currency::custom("CNY", 2);
inline constexpr Currency COP = Currency::custom("COP", 2);
inline constexpr Currency COU = Currency::custom("COU", 2);
inline constexpr Currency CRC = Currency::custom("CRC", 2);
inline constexpr Currency CUP = Currency::custom("CUP", 2);
inline constexpr Currency CVE = Currency::custom("CVE", 2);
inline constexpr Currency CZK = Currency::custom("CZK", 2);
inline constexpr Currency DJF = Currency::custom("DJF", 0);
inline constexpr Currency DKK = Currency::custom("DKK", 2);
inline constexpr Currency DOP = Currency::custom("DOP", 2);
inline constexpr Currency DZD = Currency::custom("DZD", 2);
inline constexpr Currency EGP = Currency::custom("EGP", 2);
inline constexpr Currency ERN = Currency::custom("ERN", 2);
inline constexpr Currency ETB = Currency::custom("ETB", 2);
inline constexpr Currency EUR = Currency::custom("EUR", 2);
inline constexpr Currency FJD = Currency::custom("FJD", 2);
inline constexpr Currency FKP = Currency::custom("FKP", 2);
inline constexpr Currency GBP = Currency::custom("GBP", 2);
inline constexpr Currency GEL = Currency::custom("GEL", 2);
inline constexpr Currency GHS = Currency::custom("GHS", 2);
inline constexpr Currency GIP = Currency::custom("GIP", 2);
inline constexpr Currency GMD = Currency::custom("GMD", 2);
inline constexpr Currency GNF = Currency::custom("GNF", 0);
inline constexpr Currency GTQ = Currency::custom("GTQ", 2);
inline constexpr Currency GYD = Currency::custom("GYD", 2);
inline constexpr Currency HKD = Currency::custom("HKD", 2);
inline constexpr Currency HNL = Currency::custom("HNL", 2);
inline constexpr Currency HTG = Currency::custom("HTG", 2);
inline constexpr Currency HUF = Currency::custom("HUF", 2);
inline constexpr Currency IDR = Currency::custom("IDR", 2);
inline constexpr Currency ILS = Currency::custom("ILS", 2);
inline constexpr Currency INR = Currency::custom("INR", 2);
inline constexpr Currency IQD = Currency::custom("IQD", 3);
inline constexpr Currency IRR = Currency::custom("IRR", 2);
inline constexpr Currency ISK = Currency::custom("ISK", 0);
inline constexpr Currency JMD = Currency::custom("JMD", 2);
inline constexpr Currency JOD = Currency::custom("JOD", 3);
inline constexpr Currency JPY = Currency::custom("JPY", 0);
inline constexpr Currency KES = Currency::custom("KES", 2);
inline constexpr Currency KGS = Currency::custom("KGS", 2);
inline constexpr Currency KHR = Currency::custom("KHR", 2);
inline constexpr Currency KMF = Currency::custom("KMF", 0);
inline constexpr Currency KPW = Currency::custom("KPW", 2);
inline constexpr Currency KRW = Currency::custom("KRW", 0);
inline constexpr Currency KWD = Currency::custom("KWD", 3);
inline constexpr Currency KYD = Currency::custom("KYD", 2);
inline constexpr Currency KZT = Currency::custom("KZT", 2);
inline constexpr Currency LAK = Currency::custom("LAK", 2);
inline constexpr Currency LBP = Currency::custom("LBP", 2);
inline constexpr Currency LKR = Currency::custom("LKR", 2);
inline constexpr Currency LRD = Currency::custom("LRD", 2);
inline constexpr Currency LSL = Currency::custom("LSL", 2);
inline constexpr Currency LYD = Currency::custom("LYD", 3);
inline constexpr Currency MAD = Currency::custom("MAD", 2);
inline constexpr Currency MDL = Currency::custom("MDL", 2);
inline constexpr Currency MGA = Currency::custom("MGA", 2);
inline constexpr Currency MKD = Currency::custom("MKD", 2);
inline constexpr Currency MMK = Currency::custom("MMK", 2);
inline constexpr Currency MNT = Currency::custom("MNT", 2);
inline constexpr Currency MOP = Currency::custom("MOP", 2);
inline constexpr Currency MRU = Currency::custom("MRU", 2);
inline constexpr Currency MUR = Currency::custom("MUR", 2);
inline constexpr Currency MVR = Currency::custom("MVR", 2);
inline constexpr Currency MWK = Currency::custom("MWK", 2);
inline constexpr Currency MXN = Currency::custom("MXN", 2);
inline constexpr Currency MXV = Currency::custom("MXV", 2);
inline constexpr Currency MYR = Currency::custom("MYR", 2);
inline constexpr Currency MZN = Currency::custom("MZN", 2);
inline constexpr Currency NAD = Currency::custom("NAD", 2);
inline constexpr Currency NGN = Currency::custom("NGN", 2);
inline constexpr Currency NIO = Currency::custom("NIO", 2);
inline constexpr Currency NOK = Currency::custom("NOK", 2);
inline constexpr Currency NPR = Currency::custom("NPR", 2);
inline constexpr Currency NZD = Currency::custom("NZD", 2);
inline constexpr Currency OMR = Currency::custom("OMR", 3);
inline constexpr Currency PAB = Currency::custom("PAB", 2);
inline constexpr Currency PEN = Currency::custom("PEN", 2);
inline constexpr Currency PGK = Currency::custom("PGK", 2);
inline constexpr Currency PHP = Currency::custom("PHP", 2);
inline constexpr Currency PKR = Currency::custom("PKR", 2);
inline constexpr Currency PLN = Currency::custom("PLN", 2);
inline constexpr Currency PYG = Currency::custom("PYG", 0);
inline constexpr Currency QAR = Currency::custom("QAR", 2);
inline constexpr Currency RON = Currency::custom("RON", 2);
inline constexpr Currency RSD = Currency::custom("RSD", 2);
inline constexpr Currency RUB = Currency::custom("RUB", 2);
inline constexpr Currency RWF = Currency::custom("RWF", 0);
inline constexpr Currency SAR = Currency::custom("SAR", 2);
inline constexpr Currency SBD = Currency::custom("SBD", 2);
inline constexpr Currency SCR = Currency::custom("SCR", 2);
inline constexpr Currency SDG = Currency::custom("SDG", 2);
inline constexpr Currency SEK = Currency::custom("SEK", 2);
inline constexpr Currency SGD = Currency::custom("SGD", 2);
inline constexpr Currency SHP = Currency::custom("SHP", 2);
inline constexpr Currency SLE = Currency::custom("SLE", 2);
inline constexpr Currency SOS = Currency::custom("SOS", 2);
inline constexpr Currency SRD = Currency::custom("SRD", 2);
inline constexpr Currency SSP = Currency::custom("SSP", 2);
inline constexpr Currency STN = Currency::custom("STN", 2);
inline constexpr Currency SVC = Currency::custom("SVC", 2);
inline constexpr Currency SYP = Currency::custom("SYP", 2);
inline constexpr Currency SZL = Currency::custom("SZL", 2);
inline constexpr Currency THB = Currency::custom("THB", 2);
inline constexpr Currency TJS = Currency::custom("TJS", 2);
inline constexpr Currency TMT = Currency::custom("TMT", 2);
inline constexpr Currency TND = Currency::custom("TND", 3);
inline constexpr Currency TOP = Currency::custom("TOP", 2);
inline constexpr Currency TRY = Currency::custom("TRY", 2);
inline constexpr Currency TTD = Currency::custom("TTD", 2);
inline constexpr Currency TWD = Currency::custom("TWD", 2);
inline constexpr Currency TZS = Currency::custom("TZS", 2);
inline constexpr Currency UAH = Currency::custom("UAH", 2);
inline constexpr Currency UGX = Currency::custom("UGX", 0);
inline constexpr Currency USD = Currency::custom("USD", 2);
inline constexpr Currency USN = Currency::custom("USN", 2);
inline constexpr Currency UYI = Currency::custom("UYI", 0);
inline constexpr Currency UYU = Currency::custom("UYU", 2);
inline constexpr Currency UYW = Currency::custom("UYW", 4);
inline constexpr Currency UZS = Currency::custom("UZS", 2);
inline constexpr Currency VED = Currency::custom("VED", 2);
inline constexpr Currency VES = Currency::custom("VES", 2);
inline constexpr Currency VND = Currency::custom("VND", 0);
inline constexpr Currency VUV = Currency::custom("VUV", 0);
inline constexpr Currency WST = Currency::custom("WST", 2);
inline constexpr Currency XAF = Currency::custom("XAF", 0);
inline constexpr Currency XCD = Currency::custom("XCD", 2);
inline constexpr Currency XCG = Currency::custom("XCG", 2);
inline constexpr Currency XOF = Currency::custom("XOF", 0);
inline constexpr Currency XPF = Currency::custom("XPF", 0);
inline constexpr Currency YER = Currency::custom("YER", 2);
inline constexpr Currency ZAR = Currency::custom("ZAR", 2);
inline constexpr Currency ZMW = Currency::custom("ZMW", 2);
inline constexpr Currency ZWG = Currency::custom("ZWG", 2);
inline constexpr Currency ZWL = Currency::custom("ZWL", 2);

inline constexpr std::array all{
    AED, AFN, ALL, AMD, ANG, AOA, ARS, AUD, AWG, AZN, BAM, BBD, BDT, BGN, BHD, BIF,
    BMD, BND, BOB, BOV, BRL, BSD, BTN, BWP, BYN, BZD, CAD, CDF, CHE, CHF, CHW, CLF,
    CLP, CNY, COP, COU, CRC, CUP, CVE, CZK, DJF, DKK, DOP, DZD, EGP, ERN, ETB, EUR,
    FJD, FKP, GBP, GEL, GHS, GIP, GMD, GNF, GTQ, GYD, HKD, HNL, HTG, HUF, IDR, ILS,
    INR, IQD, IRR, ISK, JMD, JOD, JPY, KES, KGS, KHR, KMF, KPW, KRW, KWD, KYD, KZT,
    LAK, LBP, LKR, LRD, LSL, LYD, MAD, MDL, MGA, MKD, MMK, MNT, MOP, MRU, MUR, MVR,
    MWK, MXN, MXV, MYR, MZN, NAD, NGN, NIO, NOK, NPR, NZD, OMR, PAB, PEN, PGK, PHP,
    PKR, PLN, PYG, QAR, RON, RSD, RUB, RWF, SAR, SBD, SCR, SDG, SEK, SGD, SHP, SLE,
    SOS, SRD, SSP, STN, SVC, SYP, SZL, THB, TJS, TMT, TND, TOP, TRY, TTD, TWD, TZS,
    UAH, UGX, USD, USN, UYI, UYU, UYW, UZS, VED, VES, VND, VUV, WST, XAF, XCD, XCG,
    XOF, XPF, YER, ZAR, ZMW, ZWG, ZWL,
};
// clang-format on

}  // namespace solidarity::iso4217

namespace solidarity::literals {
using namespace iso4217;  // so that 12'000 * INR reads as it should
}
