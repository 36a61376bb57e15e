from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "insight" (
    "id" UUID NOT NULL PRIMARY KEY,
    "type" VARCHAR(20) NOT NULL,
    "since" DATE NOT NULL,
    "title" VARCHAR(255) NOT NULL,
    "content" TEXT NOT NULL,
    "metadata" JSONB NOT NULL,
    "state" VARCHAR(40) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "user_id" UUID NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
COMMENT ON COLUMN "insight"."type" IS 'DAILY_DIGEST: daily_digest\nWEEKLY_SUMMARY: weekly_summary\nRECOMMENDATION: recommendation\nPATTERN_DETECTION: pattern_detection\nMARKET_ANALYSIS: market_analysis';
COMMENT ON TABLE "insight" IS '`since` is the first local day of its period; `state` stays the same as long as it would be made alike.';
        COMMENT ON COLUMN "run"."kind" IS 'SCRAPE: scrape\nBOARD: board\nCHECK: check\nSCORE: score\nDIGEST: digest';

-- What the models cannot express; tests/test_migrations.py names the indexes.
CREATE UNIQUE INDEX insight_one_per_period ON insight (user_id, type, since);
CREATE INDEX insight_made ON insight (created_at);"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        COMMENT ON COLUMN "run"."kind" IS 'SCRAPE: scrape\nBOARD: board\nCHECK: check\nSCORE: score';
        DROP TABLE IF EXISTS "insight";"""


MODELS_STATE = (
    "eJztXW132ri2/itafJnOXUwnTZO0J73rrkWIO2WaQC6QzvQMs4xii6ATI3MskZQzd/773Z"
    "KNsY1tMG9xqL6kRdL2y7Nlab/rr8rItYnDX99y4lXO0V8VhkcE/hNrr6IKHo/nrbJB4DtH"
    "DcSW5U6YUIPuuPCwJaB5gB1OoMkm3PLoWFCXycF9MsLU6SPKkeM+EQ9ZmJMPqD+B28g7mw"
    "9kqnrFkKBZI6IsMrqKuAvdWKhfyHYJR8wVSBDHQeLJRXiMPfFaPo/tWvBAlN3v/9YTRv89"
    "IaZw7wlcT0L7x5/QTJlNvhE++zl+MAeUOHYMeWrLC6h2U0zHqu32tnH5UY2Ur3VnWq4zGb"
    "H56PFUDF0WDp9MqP1a0si+e8KIhwWxI2xhE8cJGDhr8p8YGoQ3IeGj2vMGmwzwxJHMrfz3"
    "YMIsyVOk7iT/nPxP8GiRYabZbHXNjtE1zcrCXJCPkOBR0GS5TM4jyoQE6q+//evOAVGtFX"
    "mD+qda+9Xbsx8VBC4X957qVHBV/laEWGCfVIE+R1nNhkWg60PspQMdEiSwhkfdDcozgHYA"
    "aWWEv5kOYfdiCD+PT09yMP5SayuYYZTC2YUv3P/ym0HXsd8n8Z7jO/uCikAcpVkL5QDDEO"
    "TZkDnK83Vp7zCfHq2A8ulRJsiyKx1juXStg/OMbitYl2hCbx/pMeb8yfVsc4j5sAjUC4Tb"
    "WT1KNbGPT09XWj9Oc9aP0yTiarkFINmAeiOSsiVeuK5DMMtZrOPUCeDvgHxXyIct+90NL1"
    "qtK3nlEef/dlRDo5tA/Pb6wmi/eqMYAYOoUM2NZjc53x3M0qe5wSYjhXkDHgsziyxO+YB2"
    "fzO9MvDI7DlWBbzysW0YcDGg7LGbtnHduL0+R2OPjOhk1GNGs2u0b9qNDowhTBBv7FFOkk"
    "LlSl/HKovRcfZidLywGFkekQCaWCyy6BJ6BB2R9M8iTplgkB2Qvp795wUuTDlQdxvXRqdb"
    "u76JfSKXta4he45V6zTR+uoswZbwIui3RvcTkj/RP1tNIymAhuO6/6zIZ8IT4ZrMfTKxHc"
    "Vk1jxr+lsqBYOHiMAqG+6w9fCEYQ9Z6HGP3ayxi12j41GyBTN8r5gk0ZTPGWh9HcK5j/yC"
    "QjjrqubphDwyaKlOeEUfQY8CFZI6iAqpgRGYPDZyvbARVDbMBfIIfK58iIT7QBgi38YUfi"
    "5qetu4oNbfSq6/SRnWhNnLUhbBfMl3TqVlsdVkMTougrE/+gCxPVkF2pNsZE8WgNU7+cHu"
    "5FE2y73GhKVnHUYnaTWrS83qQIZYg9FxSs3mcrNZCpTrMDlCtwUWl8zeeUgcVpJiMVE+Qr"
    "JNeb68TF0ivi8os3F0F6H96HqE3rPPZLpgYUoAmvBOvkxI563zT9nDT6FKGZ1Q8O7wxsS3"
    "19VrnXrt0qj8/TzWgbavNXel0lxJMRHE+qt5doJA/zZFOHSpteAzGQuEB4J4So2fRL2yGH"
    "ECoNqyVar9Hvy6ZxSEJ4SVX3eQ4hfexgU3sBbY9J7wQjrsnOLgPJFnqzgiz7L9kGeBGzLH"
    "7avls+9k915HPNuunqWls53xNzAwFxTQ4lRaRsuX0SJG/A3FtIjP4GUCu1RSi8+sMglrtT"
    "HNFNTCvlwhDY9pEQGtP57cOdQCKPpoAGzjIFZVUd+XWvrIHagAO5CrPCLQ2HOlr4aKD9FW"
    "kMOIM5ACFx+6Twy5MLsQBjFMBts9gLyWEt23r7tqx1AJVq08CS+cCEVk6hjRwYnVb85WEK"
    "vfJPfzuVgtu+KOi+fXWkrlGdqW3jIHuGjo5EZhk+UG983RKhE0MCp7/h4txNBwy5VXWUC4"
    "5nl4miE9hiQJkB3qT+wXhnKePmD83v3jT+2s/B5VqxJZSLQC/b24pDWntSPrRRpJtCPrBT"
    "uybjx3QBWwC6aRWVc1zzIyjgxaahdpMYI89wmNiYeCnEnfyTTEHHFMbcTdERFDwNs3S7jS"
    "vsCh+5Go3wH3UgJet3vpDSwc5VlrnlX73o1hY0iw7VBWSC2M0hxeRt1Ogl35A3WcgpphSL"
    "JHzTBiq7ubUEdQxl/L+z2HuS5VX5wS7HETlALiURLsfolt0nGxSIc0jTgB7kBSv7wpnAPj"
    "Zev24spAN22j3ug0Ws24MKk6ZdM8catt1K6SmVseGRBPQpYyh3/ttJoZBtA4WVKkp5ZA/4"
    "f2PZ3lbZ9jOkuYYuL9bMF4dV37PbmW1K9aF8nVXF7gIsEYqQn9xy22fEdpDm/53r7V9ImQ"
    "BxNkbS/DNL08eTF+hT2mMI5cZuNpwcleuW41L2tfz5FP3WOdW/83n4RXK2xtXcnYmmNrTW"
    "OKMzXvXZxSb6HBMjaABFWCE5S9wJUfHhf++en4zcm7k/dvz07ewxD1nGHLuxzs/STdjRIE"
    "l6mtoEd0XfizY6W1DLL5llXWDeMp+WSUqoUGPdX8GMpwzFIdtCE4EuSbQC5zpudK9ZMKrM"
    "yStGS1G1AXKc/xsq9Br/3lJVcrtadxt55G+b0s4tuF1gyZLxh/EPgu0RnzhexQ9blqNX+Z"
    "DU9K3nGwH+A91xX9ZrR7FPrkPeyCy0Wl+/XGuITFSNL2mMTlXC3KPXZz+fEcje1Bj1226r"
    "+fI+DPt3LIgJSH77fAndxCLnFCXcOlQA0X7a9fa1l6cf69sb0mm+OUms3lZnNpXCvlZap2"
    "45ZJJ96bG/dX966SojzL5mqe5vyvYMDykHYYqSLLg+qwgBC5Jx4oudMq8pmofK8AzyPxPq"
    "B+ZKwfWQwKM0kJWt/OdXusx/r/perXVlHfwsxl1MKOOfGcvgpg73OCPWsIPzzp6/XoI7HR"
    "wHNHc2cw8pcNXkV3U9QHzJwpDHfg8nBbjzxSmd4wu3mPBV7mHziSeiWaDUBYqEuq4krWEL"
    "N7QJMTIS+KYUrRe3i9Tc0CPmgFTIlzguVWxGDal9Z8tQ0bYjXHGlB+m0spt5aY3O2OxphN"
    "zaKGlSTdQRgA9uCwn+GWWgQ3286SIDsItPdtbpErq6DCKTTPY0QHAfseJrkCrOgUjxEdBN"
    "LPMcGjj1oA/BTSQ3Dh75sD3J14FpGybJE1Jk51CLgniwqfvF9lkYFhOYWFZWdiL40qD4V2"
    "0yThIWC+77ku1S7AUD5m0QmfQnoIHNjPrPdXi+Lry569RSPMJn40zO6h3v4RClxgMUmJSV"
    "zNOTen3iPg0h4Dep4o7qNryPLxRqcrHXXzq/RY7ebmqiEb1fcqW9TILw3jt0bzl2DsIyVP"
    "wKkea338aLTNtlE3Gl8kkTsYEM/0iEWkBafH2savRl3dwyP/Ipa6g3yq6N2ZK8zEezx7AX"
    "ulAUj+rTkZovR7nA7KUFZ0Jny8vboypQMALgkPYEpXSo/d1NrdoFUeGRW01lvNbrtW754j"
    "YIiySQbzoxnMDCZ5ft3qGpLjI1cAjTzG4KrWrAdnGTgSMJg53U9G+xzNn/jZee64/u5UZJ"
    "WN0hzgbraTUt3c9GfGIs7L/OxzOu1mL+Bm59jB3tQc0ZSpnWmSjhPp4NZsWPG3NWD1iTSs"
    "mbBaE08mexQ6NSyF9PAW5bcrLMlvMxfktwtCr4+ZzGJy1w5MW7hIiWGvfGrdguAxBP2ox1"
    "QqgspL+M0wPp8jGdPfY9cg5XxSKQti2GNfjRqMl+le68gp249UA3k5LXMq2/IREpSYK6W1"
    "eAh8XyzVckagEy1jIEojf2EgQyINZrTqpQyVSFkAOl9Aw3az9saQ6tBXgc4Xo95ttVUcW2"
    "Blj4fpqEMXI9d+IvR+qK4bNHBAcf5OcQMoBdlNWEOTWzCmgOC3SKiFv0XhD1DyCOYukzct"
    "sMUl6Q59ju/Etk/NMfZk0SQZe7OIfnZq9iLlRtnZL4cPO0nDDgyva4RLxyl10asyR0tH7e"
    "hrsDqFXPO7zPz2PSPFGR2l0xwuM4dnHq41mJwg1XwuM58fiZd+6kCm7B+hWEvoX0uPffNC"
    "RP5ZZH6KO4jeZ0Iapdofpke7xfQfx8dv3747Pnp79v705N270/dHIbiLXXkoXzR+kUDHPh"
    "Gdfvmdrlc6/fK7YLOf7LYOm+OUWvgoM5d1kq1OstVJtllJtsYjUU+dlmnr91WXpNuaJBy2"
    "NOm2Nh4TZv8kK02hu4lAA9dDfddS4QdyNQ1SW6X7tV9FT0NqDVXuqcQPjfAUWS6MtFKqWG"
    "31yrq+VQkWnSrKzmjdJNB0/0Gma0Rc1NtGTYX6BnpDj8E22L3tmABa8xfZ4QdPm35Cdkli"
    "gGX6ublZTHjiEiX2Sul48Ny5ABLZZjMhdoFSf6x6IuRNhMgmXNiSHyfV6nSpFS15kLpnr2"
    "nNj5FqRpea0Sw1FSE/mrLkm3l5Q0xkfNq6W2hIvMeEqplBoMgGetuRiU2SsscAFaMpD0o4"
    "RzChCJMuC5B+v8IGdw1S7xQ2tlE5Nrad1ix6AUvatt1a2lCnDXWlN9QlFoAtIBqUtDtQQO"
    "drXskMnx9hc/S/q0XDp99XXWb4HITDCh0UB6ToiYohwmhIZeD0tIqePCpgs5M19YKKetyv"
    "1Ide9T0ygK98aIa37FdlFWj+M7ydMxXU4q9H9o/5J8jt6J6qSqGvpcsyhX7suCpYOC/EFV"
    "heI6Hcfs1CaX2Fy//AkfvEPiDySLypOs4O3REHHhv6R7I2oUewjdyJAIW4x6jgSNmbOWjP"
    "fqVD0Bs86FM/gneDF4iafquy2mGoYMif1O7/WOqShdsx9ZZ+88+28GphYKv1Cyk3Hfq4Rg"
    "L5jGqP6ePPA+Y2s8dz7J4ZqUYvwtC5+uKwY83rZdT22RvA26/ro8tvPpvBZ71cOZ0ot7xK"
    "ggBdoOCifH+oS8b212QQ060hSRHYOiPsODlRySHZIRnF3h6/OwsnrPyRN1c717Wrq7SyHo"
    "9rOVOidNqTUmpPik5c/C64zPgTWc8DniDVfC4zn3WC6vfFb52geugc1gmq3wuf+Rjejpg2"
    "Tiu59NFxcab+kqBMMHogSQ+KuZet24srA920jXpDxmnEuak64wbStlG7WjRHh5INwZ6TYm"
    "VaZphepNcm6tVN1ADgI8VmKHIUx3+BXMO/OvzuRFhusZOkIiSHEEe3C3PUQvRLkeCCJWEd"
    "LUa6LvzZbVBHGU5K225Ix6ZhGh2Bp5X0KA3VVV0WpMFnowrFaEgqJIZYoCHmiAA/7KoMMo"
    "Arcr9dhjAwV6AgFfhDdjhFFcElZlEliPL8SI2d33nLyW15JScO7IDGvRSb0CERewqJ0P6g"
    "nfqDCmtSGypQZcN3xxrUs0efPff03YJ3OCdaWof2vuDQ3q47AmEP5J8MwXHev1R6FLGhS0"
    "XILnEcjiyHqghVJa3xKbOQBzKbE4h1QdyrDG29V0dxR8S3+HnaMRlxu5fWFQ5KIY1kC3sv"
    "qcbbgUjeWtLWmUjl2V3LWzLoBrjtv2Ha5jrrXbq1jiMDl26sfZVIIu/G1S4XECNY4mVKiN"
    "z07lx4uQ8y9YTBlif6chfkmFFBObHRp+71lcxLGRLrgU9GfdT5VPvp+PRMmlbkFQT5llJV"
    "aH+31YkoJU1EKRgCvUnoc8lM9PuOfC54OvImJyKXbVPYz5HIY899JGy2q8Zxzj6qIk610T"
    "EVZYM9B+SdnFMR7BFF1pMIyUHM9H0vKrOdt8jKEqU5CNDjy8vZyQqLy9lJ5tIiu5LnaxG2"
    "TqD6nEzHqZc6PkrmJ65dcDEk3mMVmlnaapEqNFeNL8Y5kpQ9FpZZDOor9tgvAO25Mqv12G"
    "2zbrS7tUbzHE3gjT2B/TN/n9/ropau9QrUxyj191jq71EbqLSB6qAMVDr6qpzRVyqhOCP8"
    "apZsvCT+Khy23MhH2XgiuDKhqWoumA+loSxSGiZ0c6nLoifM0QjbBMmywdV5h/cDR8ERQo"
    "gyy5nYxE6x7u3+ftrPVoKlvppj3iuaaL9Zin3Z1vpt59irMgQgRPIH6jgp4T/ZVqZFSm1p"
    "2sDSNKKcyzTCNRixQKkZsQEj1jqbefODmV8Q7Dsx+42xJwpN+5BAz/YNZrsvDBWxtc4pDm"
    "Kex+07b45WMfDAqEwLj+qLY5x5mGY2yNmnaR4Cytu3ovl6QRGE5xQHCPAOHAbyq1+rtk2U"
    "UBspS22kfPa4lOf+iHR99LJZArTRd9dGX10f/RCSKNoTVkmx+srmap7B1wsGLDf1ApMmBN"
    "5cGV9VVW8mvOmsqLfq/YD6Y3g8NeJJJb4G6Q+Iyz/CRXdEVQevogkT1IHLSANtip13xzfT"
    "Rt4SLO3VHCPvA7xfujS/PHphRltmub7SqbdrN8Y5gkY8Jj120aq1L8/92GQZzGDUP8tQBm"
    "I99Fin3mqrobAQ99hl4xcQ9M6RTe+Jb+J4fvVrs3MDn6OWdkWtIXbBr6Lyv7fGrQwy8al7"
    "rH3bbKqTAWEdZepQwM5tvW4Yl+rAz4llEWLLcR9rjSvZNMDUkb/rtWbduFJNlsTEcUhJDv"
    "8be678TotlAkeJ9pkNfPT6aP/L2jaSgTF/SKu8m23tDAm0tXMDa+c4tYBAtll/vEn9gO88"
    "OQDYIJ+/wByfU2w0yV8O7juZ48TzXA9QtQuVyohTHcJ8j2+UJ6tslCfZG+XJwkbpIzaCXa"
    "/gorJAeAho73t1mSmIi8DnZVtHqQ7oxIU9J1sHJ9yvE7Ico9TegFJ7A0At89Zjc5xSF9It"
    "M5cHlFE+XIvNCVLN5zLzWfuitC/quV0nJa2QAXyh90NRSfGfzLqqeT4UGhm03I/CKUyBMI"
    "J9QD0ukONa2EE2ns6qTIyJR11ZpEKl4vVVjVGfgMMDyiKhjsvu5b/Sq+FOHFt6O1SgO3bo"
    "A0lxqezvvtq7UoLFqprjXVFQLeC8mrF+Rltq78plrXH11Qw9JZg6U9P3l/TYb4bxGTo7t9"
    "fXtfbXc/REyAN088lohL1pj7WNeuv62mjCrt1oNc+RPIh4NCIM0ISr99hNrds12k3z0uga"
    "dX/IGAtBPLmiCWL5o+Dan+Hhas3a1ddOo3MO34j3QISpTmPmlJfD2K/WhHSxL0OypxlVJa"
    "LCXnkmwlbM/SC9JWATVDiFrGshQZm/mnWDOU9PV5mWp6fZ81L26bobz32MKRFY7hhFLPZR"
    "Gu2Y2iQMP7tcQ6aJZd8lGl6wrV5bLNdaZrSNQ9s4tI3jIGwcdTwWE4/U3QlLNXTE+qt51g"
    "7LHwlIzIYWOqcFW4oQYWajEYhsww+or/4NQz1904Q0SlCGbrv1/NNX1rxeio3ij3CGK/rK"
    "n5sYLb6XE1Z2VsXT50Hqbp0hi84IvmvVFKZwkdk4G67Td3T6jhYntDixqjgByzBuz44uSB"
    "EnYv254oTaAKKnIKwnToTnr3H8SGzE3RFR9YA+KOeFvMkd5kTKA8QZIEXDq1IgyDnAY0f3"
    "6bEe6w79S/v+FceVhfyCNBV5HQCAcex7GdQdYYrI4uRUyPPl4ILcRTPMOLqTFmqC5E8ANU"
    "iSoV6PuZ4Nj/5KvtTPNrH84T8fHR3948dNHTXlWRvLUANsy/4ZfZTInqPbFrapIqvqsi2t"
    "YCm8dTe0MnwHW97ONvPq22Q0dgVh1hSkibRNKjEid5ui87FmcGLACr5+9wl4qBRRzGZbyA"
    "+glcoDQj210mPblokz0v8u95I7156ip6GrthjmwgY0JQI0Wt952UdCnSkFoyiBa8oSOCme"
    "/n3dNVWHVjeXvRIlrUI/pwodsmJVp0JIcIBOhferOBXeZzsV3i84FVLPGckGd5NzRsoN7U"
    "48wPP01lUBnlMcIMY7qOiTkbObXUgzK033RUuXW7MWDQkGbatQCbsIifaeb+A9l/JLmq7E"
    "sDdNR35GkYD9bioIPyzALwIMQ8AB74tGs9b+mh4scpGC+cXXrlFLpr99G1PoXsOlHqfULv"
    "XSudQ30oa3p8DViEetYSVFcQt6qnkKG56PWaanZTN2y5HMWqPZUKPRlTT3IXrLj6oAwsHw"
    "A0R3J9VgM0Nbs+XE7NBWLScukxOfdTP7+/8BzeaP9A=="
)
