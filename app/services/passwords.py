"""Rules of passwords: long, hard to guess, the two of a person not alike; no other demands, no ageing.

Numbers follow OWASP ASVS 5.0 (6.2). A guess is rated by zxcvbn, which knows Western lists; what Chinese speakers and
people of this trade choose stands here.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from app.services.errors import Refused

SHORTEST = 12
GOAL = 15
"""Shown as what to aim for."""
LONGEST = 128
LOWEST_SCORE = 3
_SCORES_LOG10 = (3, 6, 8, 10)
"""Guesses (as powers of ten) from which zxcvbn gives the scores 1 to 4."""
_RATED = 72
"""zxcvbn raises above this many characters; what is hard to guess by its beginning is hard to guess."""

_CHINESE = """
woaini woaini1314 woaini520 woaini5201314 woaini1314520 5201314 1314520 520520 5211314 1314521 aini1314 aiwo iloveu
wo5201314 woaiwojia woaimama woaibaba woaizhongguo woaibeijing woaita woaiziji woyaoni wozuiaini woxihuanni
nihao nihaoma woshishui woshini woshizhu woshitiancai zhimakaimen wodemima wangjimima mima mimamima denglu
wangwei wangfang wangli zhangwei zhangli zhangsan lisi wangwu lina liwei liuwei chenwei yangyang xiaoming xiaohong
xiaoqiang xiaolong xiaoxiao tiantian baobao baobei laopo laogong mama baba jiejie meimei didi gege
zhongguo beijing shanghai guangzhou shenzhen hangzhou chengdu chongqing wuhan nanjing tianjin xianggang taiwan
facai gongxifacai wanshiruyi xinnian kuaile shengri jixiang ruyi pingan fuguei caishen fadacai yilufa
caonima nimabi wocao shabi woniu tiancai dashen laoshi xuesheng gongsi gongzuo
taobao tianmao zhifubao alipay weixin wechat tengxun qqmima baidu jingdong douyin kuaishou weibo
qwe123 qweasd qweasdzxc qaz123 asd123 zxc123 abc123 a123456 a123456789 aa123456 q123456 w123456 z123456 qq123456
123456a 123456aa 123456abc 123456qq 123qwe 1q2w3e 1qaz2wsx 147258369 147258 258369 159357 159753 112233 445566
110110 119119 120120 114114 123123 321321 456456 789789 888888 666666 168168 518518 186186 1688 5188 8888 6666 9999
168888 188888 518888 666888 888666 100200 100200300 142536 7758521 7758258 584520 521521 3344520 1314 520 521 886
5845201314 584131420 147852369 741852963 963852741 987654321 0123456789 11223344 12344321 123454321 1234abcd
"""
_TRADE = """
binnacle luojing compass compute suanli usdt tether tron trc20 erc20 bep20 okx okex ouyi binance bian bitget bitmart
toobit gate gateio crossex bitcoin btc ethereum eth solana doge crypto wallet blockchain defi web3 hodl moon lambo
trade trader trading jiaoyi heyue chaobi bibi biquan qianbao chongzhi tixian zhanghu zhanghao zijin yue lianghua
jiaoyimima tixianmima denglumima transaction withdraw deposit topup apikey secret passphrase operator demo admin
200.37 100.00 1000usdt demopass letmein welcome password passw0rd mypassword newpassword
"""
COMMON = tuple(dict.fromkeys((_CHINESE + _TRADE).split()))


@dataclass(frozen=True, slots=True)
class Strength:
    """How good a password is, for showing while it is typed."""

    score: int
    """0 to 4 as zxcvbn rates; from 3 it will do."""
    length: int
    """Characters, after normalisation."""

    @property
    def is_long_enough(self) -> bool:
        return SHORTEST <= self.length <= LONGEST

    @property
    def is_enough(self) -> bool:
        return self.is_long_enough and self.score >= LOWEST_SCORE


def received(password: str) -> str:
    """The password as it is used: NFC, so that the same keys give the same password on every system."""
    return unicodedata.normalize("NFC", password)


def assess(password: str, about: Iterable[str] = ()) -> Strength:
    """Rate a password; takes some milliseconds.

    Args:
        password: As typed.
        about: What is known of the person (names, addresses, numbers); a password made of it is weak.
    """
    from zxcvbn import zxcvbn  # 60 ms to import: its word lists.

    text = received(password)
    if not text:
        return Strength(0, 0)
    rated = zxcvbn(text[:_RATED], user_inputs=[*_parts(about), *COMMON])
    # zxcvbn grants every three-word sequence a score of 3, even three of the commonest words there are.
    parts = rated["sequence"]
    guesses_log10 = sum(part["guesses_log10"] for part in parts) + math.log10(math.factorial(len(parts)))
    return Strength(min(int(rated["score"]), bisect_right(_SCORES_LOG10, guesses_log10)), len(text))


def _parts(about: Iterable[str]) -> list[str]:
    """Each text whole and without its blanks and signs, the words in it, and how numbers are usually shortened."""
    parts: list[str] = []
    for text in about:
        words = re.split(r"[\W_]+", text)
        parts += [text.strip(), "".join(words), *(word for word in words if len(word) >= 3)]
        parts += [word[-digits:] for word in words if word.isdigit() for digits in (11, 8, 6)]
    return [part.lower() for part in dict.fromkeys(parts) if part]


def check(password: str, *, field: str, about: Iterable[str] = (), other: str = "") -> None:
    """Accept a new password, or say why not.

    Args:
        password: As typed.
        field: The service's name of the field it was typed into.
        about: See `assess`.
        other: The person's other password, when it is at hand; the two must differ.

    Raises:
        Refused: Too short, too long, too easy to guess, or the same as the other one.
    """
    length = len(received(password))
    if length < SHORTEST:
        raise Refused("account.error.password_short", field=field, length=length, shortest=SHORTEST, goal=GOAL)
    if length > LONGEST:
        raise Refused("account.error.password_long", field=field, length=length, longest=LONGEST)
    if other and received(password) == received(other):
        raise Refused("account.error.password_same", field=field)
    if not assess(password, about).is_enough:
        raise Refused("account.error.password_weak", field=field)
