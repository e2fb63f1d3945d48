"""Currencies that can be charged, by the digits of their minor unit.

Source: ISO 4217, https://www.six-group.com/en/products-services/financial-information/data-standards.html. Left
out are those that the gateway does not take, or counts with other digits than ISO 4217 does (ISK, MGA, UGX):
https://docs.stripe.com/currencies
"""

CURRENCIES = {
    0: "BIF CLP DJF GNF JPY KMF KRW PYG RWF VND VUV XAF XOF XPF",
    2: "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP CRC CVE "
    "CZK DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR JMD KES KGS KHR KYD KZT "
    "LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR "
    "PLN QAR RON RSD SAR SBD SCR SEK SGD SHP SLE SOS SRD STN SZL THB TJS TOP TRY TTD TWD TZS UAH USD UYU UZS WST XCD "
    "YER ZAR ZMW",
    3: "BHD JOD KWD OMR TND",
}
EXPONENTS = {currency: digits for digits, currencies in CURRENCIES.items() for currency in currencies.split()}
