"""What `?` says about each place."""

TEXTS: dict[str, tuple[str, str]] = {
    "help.here": ("On this screen", "本页按键"),
    "help.everywhere": ("Everywhere", "任何页面"),
    "help.reading": (
        "Numbers: + and - are always printed; -- is unknown, 0 is zero; a dim row is old and shows its age. "
        "Digits 1-8 go to the places in the second line.",
        "数字：正负号总会显示；-- 表示未知，0 就是零；变暗的行是旧数据，并显示其时长。按 1-8 前往第二行的页面。",
    ),
    "help.leave": ("esc leaves this page", "按 esc 离开本页"),
    "help.lock": (
        "The screen locks by itself when nobody types. Locking takes your API keys out of memory and stops the "
        "streams; the exchange goes on as before. The login password brings you back to the place you left.",
        "无人操作时屏幕会自动锁定。锁定会把 API 密钥移出内存并停止接收数据；交易所上一切照常。"
        "输入登录密码即可回到离开时的页面。",
    ),
}
