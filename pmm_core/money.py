"""Currencies: which units are money. An amount is only ever put beside one of its own currency."""

# Active codes of ISO 4217, funds and metals left out.
_LISTED = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW
KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR
MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX
USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
_CODES = frozenset(_LISTED.split())
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}


def currency(unit: str | None) -> str | None:
    """Return the currency code a unit stands for (`$` is taken for `USD`), null if it is none."""
    if unit is None:
        return None
    return unit if unit in _CODES else _SIGNS.get(unit)


def currencies() -> tuple[str, ...]:
    """List the currency codes that are known, in the order of the alphabet."""
    return tuple(sorted(_CODES))
