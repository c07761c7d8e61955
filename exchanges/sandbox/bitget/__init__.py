"""A simulated Bitget: USDT-M futures of classic accounts (v2) and of unified accounts (v3), and margin of all (v1 too).

A further product on the same hosts brings its own modules and is named in these places: `endpoints` (its `..._routes`),
`channels` (`ADDRESSES` and `CHANNELS`), `hub` (the state a subscriber is greeted with), `pushes` (its events), `seeds`
(what accounts and keys it needs) and `errors` (its codes). Margin is one: `margin_*` for classic accounts,
`uta_margin_*` for unified ones, its money and engine in `venue`, its truth at `margin_control`.
"""
