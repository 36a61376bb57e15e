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
        COMMENT ON COLUMN "run"."kind" IS 'SCRAPE: scrape\nBOARD: board\nCHECK: check\nDIGEST: digest';

-- What the models cannot express; tests/test_migrations.py names the indexes.
CREATE UNIQUE INDEX insight_one_per_period ON insight (user_id, type, since);
CREATE INDEX insight_made ON insight (created_at);"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        COMMENT ON COLUMN "run"."kind" IS 'SCRAPE: scrape\nBOARD: board\nCHECK: check';
        DROP TABLE IF EXISTS "insight";"""


MODELS_STATE = (
    "eJztXe132ji6/1d0+DKde5humiZpN73nnkOI2zJNSBZIZ7vDHKPYAjQxEmubUHa2//t9JN"
    "tgG9tg3uI4+pIWSY9ffo8sPe/6qzLiJrGc13cOsSvn6K8KwyMC/4m0V1EFj8eLVtHg4ntL"
    "DsSGwSfMlYPuHdfGhgvNfWw5BJpM4hg2HbuUMzG4R0aYWj1EHWTxKbGRgR3yAfUmcBtxZ/"
    "2BzGSvOyQoaESUhUZXkcOhG7vyFzI5cRDjLnKJZSF3yhEeY9t9LZ7H5AY8EGWDw996wui/"
    "J0R3+YDA9QS0v/8BzZSZ5Dtxgp/jB71PiWVGkKemuIBs193ZWLbd3TUuP8qR4rXudYNbkx"
    "FbjB7P3CFn8+GTCTVfCxrRNyCM2NglZogtbGJZPgODJu+JocG1J2T+qOaiwSR9PLEEcyv/"
    "258wQ/AUyTuJPyf/5z9aaJiuN286elvr6HplaS6IR4jxyG8yOBPziDJXAPXXD++6C0Bka0"
    "XcoP651nr19uxnCQF33IEtOyVclR+SELvYI5WgL1CWs2EZ6PoQ28lAzwliWMOj7gflAKA9"
    "QFoZ4e+6RdjAHcLP49OTDIy/1loSZhglcebwhXtfftPvOvb6BN4LfIMvKA/EYZqNUPYxnI"
    "McDFmgvFiXDg7z6dEaKJ8epYIsupIxFkvXJjgHdDvBukATevdIj7HjTLlt6kPsDPNAvUS4"
    "m9WjUBP7+PR0rfXjNGP9OI0jLpdbAJL1qT0iCVviBecWwSxjsY5Sx4C/B/J9IT9vOexueH"
    "FzcyWuPHKcf1uyodGJIX53faG1Xr2RjIBB1JXNjWYnPt8tzJKnucYmI4l5Ax4LM4MsT3mf"
    "9nAzvdK3SfAc6wJe+djSNLgYUHbZbUu7btxdn6OxTUZ0MuoyrdnRWretRhvGEOYSe2xTh8"
    "SFyrW+jnUWo+P0xeh4aTEybCIA1LG7zKJL6HHpiCR/FlHKGINMn/R18J9nuDBlQN1pXGvt"
    "Tu36NvKJXNY6mug5lq2zWOursxhb5hdBvzU6n5H4if5109TiAuh8XOdfFfFMeOJynfGpjs"
    "0wJkFz0PRDKAX9h5DAKhrusfEwxbCHLPXwY542drlrdDyKt2CGB5JJAk3xnL7W1yaO4yG/"
    "pBAGXdUsndAJDVqpE17RR9CjQIWkFqKu0MAITB4TcXveCCobdlxkE/hcnSFy+QNhiHwfU/"
    "i5rOnt4oJKfyu4/iZkWB1mL0tYBLMl3wWVksXWk8XoOA/G3ugSYnuyDrQn6cieLAGrdvLS"
    "7uRhNou9RoelZxNGx2kVqwvNal+G2IDRUUrF5mKzWQiUmzA5RLcDFhfM3lkmDktJMZ8oHy"
    "LZpTxfXKauEN+XlNkousvQfuQ2oQP2hcyWLEwxQGPeyecJ6aJ18SnbeDpXKcMTCt4d3ph4"
    "9rp6rV2vXWqVH09jHWh5WnNHKM2VBBNBpL+aZSfw9W/dnQ9daS34QsYuwn2X2FKNn4S9sh"
    "g5BEA1RatQ+234NWAUhCeEpV+3n+AX3sUFt7AWmHRAnFw67IKidJ7Is3UckWfpfsgz3w2Z"
    "4fZV8tkL2b03Ec92q2cp6Wxv/PUNzDkFtCiVktGyZbSQEX9LMS3kM3iewK6U1KIzq0jCWm"
    "1MUwW1eV+mkIbHNI+A1htP7i1qABQ91Ae2OSBWVVHPk1p6iPdlgB3IVTZx0djmwldD3Q/h"
    "VpDDiNUXApcz5FOGOMwuhEEME8F2DyCvJUT3HequyjFUgFUrS8KbT4Q8MnWEqHRi9ZuzNc"
    "TqN/H9fCFWi66o4+LptZZCeYZ2pbcsAM4bOrlV2GSxwX1ztE4EDYxKn79HSzE0jsHFVZYQ"
    "rtk2nqVIj3OSGMgW9Sb2M0M5Sx/Q/tn5/Q/lrHyJqlWBLCRKgX4pLmnFaeXIepZGEuXIes"
    "aOrFub96kEdsk0EnRVsywj49CglXaRG0aQzadoTGzk50x6TqYhdpCDqYkcPiLuEPD2zBJc"
    "2Bcc6H4k8rfPvYSA191eegsLR3HWmifVvvdj2BBb6X84y6UWhmnKl1G3e7V7SsiDDou1nW"
    "LbWJ39Er3CAXNgRpyZeJbTVle5vmle1r6dI4+6y9p33m9nMr9abnV9LW09Q1lPYoo10wcc"
    "JyTsNpibPPVjVDFOULaOyl602T8QD/HL8ZuTdyfv356dvIch8jnnLe8ysPeyvLbKMFkl98"
    "BG1OHwZ89STxEW9x3LPFvJMb/y+yQZRjRnyi9/+gNW+3RgpHSt+OUR4K3JAISNBzKrIo8t"
    "UviAV34k9gfUC431TOsINqEEr81urttlXdb7H1nAoYp6BmacUQNb+sS2etKD03MIto0h/L"
    "CFsGPTR2Kivs1HC2kIeSuHU0X3M9QDzKwZDLfg8nBbmzxS4d8Lbt5lvpj1k4PEfo2CAQi7"
    "8pIyu8gYYjYQ0UTEFRfFME3oAF5vWynLAy3HUrggWL0K+lO5sJ/fLtbALCmr+E66ggquIU"
    "MxH40xm+l5fRhxuhL6MvaSnhXgllgFokO+p6wKMbJSoL3CpxGx2QWYvrqu/fPniN3u6qb5"
    "KRge4kH96uYiBr1YWV3qWrnmeYSoFLAfYJJLwPJO8QhRKZB+igkeftQc4CeQlsEEcWgOOH"
    "xiG0TIsnnWmChVGXCPV9U4eb9WXY2T9xmVNURnbC8NKw+5dtM4YRkwP/RcF2oXYCgeM++E"
    "TyAtAwcOM+u91SL/+nJoEydmE8+a9xxriDkudicJIUfr2ZUX1AcEXNhjQM9ziZkTdKFoay"
    "2t3dEuz9HiKl1Wu729aohG+b2KFjnya0P7rdH85I99pGQKnOqym48ftZbe0upa46sg4v0+"
    "sXWbGERYcLqspf2q1eU9bPInMeQdxFOF7864q8fe48krOEkNQPBvw8kQpj/gdJCGsrwz4e"
    "Pd1ZUuAhngkvAAunBJddltrdXxW0XNVL+1ftPstGr1zjkChkibpD8/mv7MYILn1zcdTXB8"
    "xF2gEXW8rmrNul/MyxKAwczpfNZa52jxxE/Oc4t7u1OeVTZMU8LdbC+1ahzdmxnLOGdWDI"
    "zQqVqBOWoFOtjC9kwf0YSpnWqSjhIp51w6rPj7BrB6RArWVFiNiW0TZuQqm5tAWr5F+e0a"
    "S/Lb1AX57ZLQ62E2JjblKRk5a8i+8YsUGPbK55s7EDyGoB91mQylkHEVv2nal3MkYhK67B"
    "qknM8y5MIddtk3rQbjZwRvJKfsPtoC5OWkxIh0y8ecoMBcKazFw8WDfFkoAcEBc1BCWYH3"
    "E2q5lDmvxf2eIjEwMTMFMBFG/txAzokUmOG0bxEqkbAAtL+Chs3T9sY5VdlXgfZXrd65ac"
    "l4fN/KHg3TkVXHQ9eeEjoYyuv6DQ6guHinqAGUguzmGkPdMWBMDsFvmVAJf8vCH6BkE+xw"
    "Jm6aY4uL05V9ju/Ftk/1MbZF1pCIvVlG/9f2TTMV/RhlPOOIGi76L1pz2X4+fBCQZPMhDn"
    "k1GpwjLpDoY9ko7ytKqbK+ipz1Fbajb8DqBHLF7yLz2/OM5Gd0mE5xuMgcDjxcGzA5Rqr4"
    "XGQ+PxI7uexWquwfothI6N9Ij33zTET+IDI/wR1EB6mQhqkOh+nRfjH9+/Hx27fvjo/enr"
    "0/PXn37vT90Rzc5a4slC8anwTQkU9kGXlVL+RFrFeTsbkhm6OUis2FZrOXwLYJm6OUSvgo"
    "MpeLk8BfXKaqYiFFSpw9WLGQX/m99kjkUydl2np91RXptjqZD1uZdFsbjwkzf+HMmqH7iY"
    "v63EY9bsjwA7Ga+qmtwv3aq6LpkBrD+dnlaIRnyOAw0kgolrrTK6uCqAVYdKooo27IFoGm"
    "hw8y3SDiot7SajLU19cbugy2wc5dWwfQmp9Ehxc8rXsJ2QWJARbp5/p2MeGxSxTYK6XiwT"
    "PnAkhk282EyAUK/bGqiZA1EUKbcG5LfpRUqdOFVrTESUL2ZmfIxUgVowvNaJaYipAdTVnw"
    "zby4ISYiPm3TLXROfMCEqsAgkGcDvWuLxCZB2WWAitZsN26a5wgmFGHCZQHS7zfY4K5B6p"
    "3BxjYqxsa215pFz2BJ27VbSxnqlKGu8Ia62AKwA0T9knYlBXSx5hXM8PkRNkfvu1o2fHp9"
    "1VWGz/58WK5KyUCKptQdIoyGVAROz6poalMXNjtRU8+vqOd4lfrQq15wouj8lr0qEgz6G7"
    "ydNXOp4bwemT9nl1De0z1llUJPSxdlCr3YcVmwcFGIy7e8hkK5vZqFwvoKl//JQXzKPiDy"
    "SOyZrOeM7okFjw39I++AUmwiPnFBIe4ycZyptDc7oD17lQ5Bb7CDw7D8d4MXCJt+q6La4V"
    "zBED+p2fu50CULd2PqLfzmn27hVcLATusXUke36OMGCeQB1QHTx58GzF1mj2fYPVNSjZ6F"
    "oXP9xWHPmtfzqO1zMIB3X9dHld98MoPPZrlyKlFudZUEF3SBnIvyoKxLxu7XZBDTjSFJEN"
    "jaI2xZGVHJc7IyGcXeHr87m09Y8SNrrrava1dXSWU9HjdypoTplCel0J4Ulbj4IrjMnCnZ"
    "zAMeI1V8LjKfVYLqy+K3SlAtO4dVgupL4bMzhrcjuomTSi59tDhO1V9ilDFG9wVpqZh7eX"
    "N3caWh25ZWb4g4jSg3ZWfUQNrSalfL5ui5ZEOwbSVYmVYZppfplYl6fRM1APhIsT4XOfLj"
    "v0Su4F8ffj5xDZ7vJKkQSRni6PZhjlqKfskTXLAirCPnMZAbBnUU4aS03YZ0bBum0XbxrJ"
    "IcpSG7qquCNJxgVK4YDUG1OG+aAD/MqggygCs6XrsIYWDcRX4q8If0cIoqgksEUSWIrjjs"
    "eu933nFyW1bJiZId0HiQYhMqJOJAIRHKH7RXf1BuTWpLBapo+O5Zg3ry6LOnnr77ODdchf"
    "buTQ48ZGhvh49A2AP5J0VwXPSvlB7dyNCVImSHWJaDDIvKCFUprTkzZiAbZDbLF+v8uFcR"
    "2jqQR3GHxLfoedoRGXG3l1YVDgohjaQLe8+pxltJJG8laatMpOLsrsUtGXQL3PbeMGlzDX"
    "pXbq3j0MCVG2tPJpKIuzlyl/OJESzxIiVEbHr3HF7ug0g9YbDluT2xCzqYUZc6xESfO9dX"
    "Ii9lSIwHZzLqofbn2i/Hp2fCtCKu4JLvCVWFDndblYhS0ESUnCHQ24Q+F8xEf+jI55ynI2"
    "9zInLRNoXDHIk8tvkjYcGuGsU5/aiKKNVWx1QUDfYMkPdyToW/R+RZT0IkpZjph15Ugp03"
    "z8oSpikF6NHl5exkjcXl7CR1aRFd8fO1CNskUH1BpuLUCx0fJfITNy64OCc+YBWaIG01Tx"
    "Waq8ZX7RwJyi6bl1n06yt22SeA9lya1brsrlnXWp1ao3mOJvDGtou9M3+f3usil67NCtRH"
    "KNX3WOjvURmolIGqVAYqFX1VvOir1oRVEmx8ormaZdyz/QGrjXoA+4TA20ijmSztwlx7Fl"
    "R2kb0fUG8MjydHTGX0k+8DQ47443J0T2SJmCpsxS614DJoihNirPZ9M+VRK8CiXs0y5MH7"
    "bSrCBrRF1gYr7XqrdgsyKjTiMUipFze1Fkiw0kAtJFqt/kXIsyDmddll4xMIIefIpAPimW"
    "6eXnbdrlz0U5RQqchVw8z5HVT+cafdCd3Co+6y1l2zKQtCw8rJZC3o9l29rmmXss77xDAI"
    "McW4j7XGlWjqY2qJ3/Ua6CFXsskQmFhWUWo+j20uvsx8AWBhokMGgR293tchZXuOAcPOQ1"
    "LBhYxThwMCZcXdwoo7TowbTTfhjrcJG33hPiFgg3j+HHN8QaFO1N58jhPb5jagauaKkI5S"
    "lWG+RzfKk3U2ypP0jfJkaaP0EBvBrpdzUVkiLAPah15dApVwGfisILswVYkKbamjVIvCkD"
    "JZqkEtszdjc5RS1U8oMpf7lFFnuBGbY6SKz0Xms/I7Kb/TUztAChoYDXyhg6FbSfCYBF3V"
    "LK8JDQ1a7TlxKEwB6acQzos+tR0XWdzAFjLxLAguHhObchGbLCMwejK13CNw4AFFbrjF2U"
    "D8K/wYfGKZwr8xwib0WfSBJDhRDndf5U8pwGJVzfCnSKiWcC7RGayXtcbVN33uKcHUmume"
    "v6TLftO0L9DZvru+rrW+naMpIQ/Q7UxGI2zPxGGN9Zvra60Ju7Y8ykqcPzEaEQZoyvOsbm"
    "udjtZq6pdaR6t7Q8bYdYktVjSXGN4ouPYXeLhas3b1rd1on8M3Yj8QV5eHcDjUKYaxX64J"
    "yWJfimRPU4KJw8JecSbCTsz9IL3FD0ilrpXLujYnKPJXs2nI++npOtPy9DR9Xoo+FW791N"
    "XriYvFjpHHYh+mUY6pLYz2GVG6qSaWQ0fmPmNbvbJYbrTMKBuHsnEoG0cpbBx1PHYnNqnz"
    "CUs0dET6q1nWDsMbCUgEQ3OV58OGJJQnC45AZBt+QD357zy40zNNCKMEZeiuU88uurfh9R"
    "JsFL/PZ7ikr/yxjdHipRTW21vytseDxN06RRYNCF60agpTOM9sDIaXqeKMOtVaiRPPBdLn"
    "Kk7AMoxbQcWqBHEi0p8pTsgNIFz8ajNxYl52Vx6hhRw+IvJE4g/SeSFuco8dIuQBYvWRpH"
    "GqQiDIqNu2p/uIk5c7Q+/Snn/F4iJ/009MEdcBAJiDPS+DvCNMEVGThrqirDBc0OEowMxB"
    "98JCTZD4CaD6aTHU7jLvgOVX8vRnkxje8L8dHR39fesjlIuzNhYh9WvH/hlVQe7A0W1L29"
    "RmCZDJW1rODMhNN7QifAc73s628+qbZDTmLmHGDKSJpE0qNiJzm6KLscEZuWv4+vkUeCgV"
    "UcyCLeQn0EpFXXhbrvTYNEXijPC/i73knpszNB1yucUwDhvQjLig0XrOyx5yZSlRGEUJXH"
    "OM7aTKZ4e6a6IOLW8uegVKSoV+ShV6zop1nQpzghI6Fd6v41R4n+5UeL/kVEgsL5cObplO"
    "1j6AB3iR3rouwAuKEmK8h8pPKTm7qctuaprus5Yud2YtGhIM2lYCoOnu8xCJ8p5v4T0X8k"
    "uSrsSwPUtGPqCIn3w2c4lTLsAvfAzngAPeF41mrfUtOVjkIgHzi28drRZPf/s+ptC9gUs9"
    "Sqlc6oVzqW+lDe9OgasRmxrDSoLi5vdUsxQ2vBizSk9LZ+yOI5mVRrOlRvMIu2WiXSxdKg"
    "yRlFAs3IvoLT6qHAj7w0uI7pujdZRGGJWKruxbM7Q1XU5MD21VcuIqOfFJN7Mf/w+e8cIY"
)
