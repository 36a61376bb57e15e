from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "resume" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(100) NOT NULL,
    "text" TEXT NOT NULL,
    "kind" VARCHAR(10) NOT NULL,
    "is_default" BOOL NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "user_id" UUID NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
COMMENT ON COLUMN "resume"."kind" IS 'TYPED: typed\nTEXT: text\nPDF: pdf\nDOCX: docx';
COMMENT ON TABLE "resume" IS 'Its text only: the file it came as is not kept.';
        CREATE TABLE IF NOT EXISTS "job_score" (
    "id" UUID NOT NULL PRIMARY KEY,
    "score" INT NOT NULL,
    "matched_skills" JSONB NOT NULL,
    "missing_skills" JSONB NOT NULL,
    "reasoning" TEXT NOT NULL,
    "parts" JSONB NOT NULL,
    "scorer" VARCHAR(100) NOT NULL,
    "version" VARCHAR(20) NOT NULL,
    "inputs" VARCHAR(64) NOT NULL,
    "scored_at" TIMESTAMPTZ NOT NULL,
    "job_id" INT NOT NULL REFERENCES "job" ("job_id") ON DELETE CASCADE,
    "user_id" UUID NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "job_score" IS '`inputs` is the hash of everything that the score was made from, the scorer''s version included.';
        ALTER TABLE "profile" ADD "preferences" JSONB NOT NULL DEFAULT '{}';
        ALTER TABLE "profile" ADD "years_experience" DOUBLE PRECISION;
        ALTER TABLE "profile" ADD "headline" VARCHAR(255);
        ALTER TABLE "profile" ADD "skills" TEXT[] NOT NULL DEFAULT '{}';
        COMMENT ON COLUMN "run"."kind" IS 'SCRAPE: scrape\nBOARD: board\nCHECK: check\nSCORE: score';

-- What the models cannot express; tests/test_migrations.py names the indexes.
CREATE UNIQUE INDEX resume_default ON resume (user_id) WHERE is_default;
CREATE INDEX resume_owner ON resume (user_id, created_at, id);
CREATE INDEX job_score_newest ON job_score (user_id, job_id, scored_at DESC, id DESC);"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE "profile" DROP COLUMN "preferences";
        ALTER TABLE "profile" DROP COLUMN "years_experience";
        ALTER TABLE "profile" DROP COLUMN "headline";
        ALTER TABLE "profile" DROP COLUMN "skills";
        COMMENT ON COLUMN "run"."kind" IS 'SCRAPE: scrape\nBOARD: board\nCHECK: check';
        DROP TABLE IF EXISTS "job_score";
        DROP TABLE IF EXISTS "resume";"""


MODELS_STATE = (
    "eJztXetz27aW/1cw+tJ0R00dx3ZynZ2dkWW6UWtLXllOm1t1JJiELF5ToC4B2dHt5n9fHP"
    "AhviVSD9MyvjgRgMPH74DAeePv2sQ2iMXe3jLi1E7R3zWKJ0T8J9JeRzU8nS5aoYHjO0sO"
    "xLpuzyiXg+4Yd7DORfMIW4yIJoMw3TGn3LQpDB6SCTatITIZsuwn4iAdM/IJDWfiNnDnwQ"
    "OZy14+JshvRCYNja4jZotuzOUvZNiEIWpzxIllIf5kIzzFDn8Lz2PYunggk97v/tYzav57"
    "RgbcvifiegDtn3+JZpMa5Bth/s/pw2BkEsuIIG8acAHZPuDzqWy7vW2dX8iR8Fp3A922Zh"
    "O6GD2d87FNg+GzmWm8BRrouyeUOJgTI8QWOrMsj4F+k/vEooE7MxI8qrFoMMgIzyxgbu2/"
    "RzOqA0+RvBP8Ofof79FCwwaDdqc3uNF6g0EtMRfgEWI88pp0m8I8MikHoP7+7l53AYhsrc"
    "ENmp8b3TfvT36UENiM3zuyU8JV+y4JMccuqQR9gbKcDUmgm2PspAMdEMSwFo+6HZR9gLYA"
    "aW2Cvw0sQu/5WPw8PD7KwfhLoythFqMkzrb4wt0vv+11Hbp9gPcCX/8LKgJxmKYUyh6GAc"
    "j+kAXKi3Vp5zAfH6yA8vFBJsjQlY4xLF1lcPbpNoJ1hSb05pGeYsaebMcYjDEbF4E6QbiZ"
    "1aNSE/vw+Hil9eM4Z/04jiMul1sBJB2ZzoSkbIlntm0RTHMW6yh1DPg7Qb4t5IOW3e6GZ5"
    "3OJVx5wti/LdnQ6sUQv70607pv3klGiEEml82tdi8+3y1M06e5RmcTiXlLPBamOklOeY92"
    "dzO9NnKI/xyrAl676GqauJig7NPrrnbVur06RVOHTMzZpE+1dk/rXndbN2IMoZw4U8dkJC"
    "5UrvR1rLIYHWYvRoeJxUh3CAA4wDzJonPRw80JSf8sopQxBhke6Vv/Py9wYcqBute60m56"
    "javryCdy3uhp0HMoW+ex1jcnMbYEF0G/t3qfEfxE/+y0tbgAGozr/bMGz4Rn3B5Q+2mAjT"
    "AmfrPf9B2UgtFDSGCFhjusPzxhsYckeuxDO2tssmtyOIm3YIrvJZMATXhOT+u7IYy5yCcU"
    "Qr+rnqcTstCgpTrhpfko9CihQpoWMjloYERMHgPZTtAoVDbMOHKI+FzZGHH7gVBEvk1N8T"
    "Op6W3igkp/q7j+BjLsQMxemrII5ku+Cyoli60mi5nTIhi7o/cQ26NVoD3KRvYoAazayfd2"
    "Jw+zGfaagVh6yjA6TqtYXWlWezJECUZHKRWbq81mECjLMDlEtwEWV8zeuU8clpJiMVE+RL"
    "JJeb66TF0ivieU2Si6SWgvbIeY9/Q3Mk9YmGKAxryTLxPSReviU3bwU6BShieUeHfxxsS1"
    "1zUbN83GuVb7/jzWga6rNfdAaa6lmAgi/fU8O4Gnfw94MHSpteA3MuUIjzhxpBo/C3tlMW"
    "JEgGpAK6j9jvh1T00hPCEs/bqjFL/wJi64hrXAMO8JK6TDLij2zhN5sooj8iTbD3niuSFz"
    "3L5KPnslu3cZ8WyzepaSzrbGX8/AXFBAi1IpGS1fRgsZ8dcU00I+g5cJ7FJJLTqzqiSsNa"
    "ZmpqAW9OUKaXhqFhHQhtPZnWXqAoohGgm2MSFW1dHQlVqGyB7JADshVzmEo6ljg6/G5J/C"
    "rUIOI9YIBC42tp8ossXsQliIYRBs9yDktZTovl3dVTmGKrBq5Ul4wUQoIlNHiPZOrH53so"
    "JY/S6+ny/EauiKOi6eX2uplGdoU3rLAuCioZNrhU1WG9x3B6tE0IhR2fP3IBFDw3QbrpJA"
    "uOE4eJ4hPQYkMZAt053YLwzlPH1A+6P351/KWfkaVasKWUiUAv1aXNKK08qR9SKNJMqR9Y"
    "IdWdeOPTIlsAnTiN9Vz7OMTEODltpFOpQgx35CU+IgL2fSdTKNMUMMmwZi9oTwscDbNUvY"
    "YF9govuRyN8e91ICXjd76TUsHNVZa55V+96OYWNMsGGZtJBaGKbZv4y6rQS7sgfTsgpqhg"
    "HJDjXDkK3ubmZa3KTsLdzvOcx1qfrinGCHDYRSQByTeLtfbJu0bMzTIU0jjoE7AuqXN4Vz"
    "YDzv3J5daui6qzVbN61OOypMyk5oWiRudbXGZTxzyyEj4gBkKXP415tOO8MAGiWLi/Smzt"
    "H/oV1PZ7jtc0xngCki3vsLxpurxh/xtaR52TmLr+ZwgbMYY0AT+o9dbPkO0+zf8r15q+kT"
    "IQ8DIWs7Gabp5cmL0SvsMIVxYlMDzwtO9tpVp33e+HqKXOo+vbl1f7NZcLXC1taVjK05tt"
    "Y0pljzwb2NU+ottGjGBhCjinHCpC9w5RePK/756fDd0Yejj+9Pjj6KIfI5g5YPOdi7Sbpr"
    "JQguU1uFHtGzxZ8tK61VkM03rLKuGU/JZpNULdTrqefHUAZjluqgLc4QJ984sqk1P5WqHy"
    "iwkCWpQ7UboS6aLMfLXoJe+csrrlYqT+N2PY3wvSTx7YnWDJnPG78X+C7RGfOF7ED1uey0"
    "f/GHxyXvKNgP4j3Lin4+7Q6FPriHUXC5qPW+XmvnYjEC2j4FXE7lotyn1+cXp2hqjPr0vN"
    "P84xQJ/nyrhgxosuD9EtzJLeQSJVQ1XArUcFH++lLL0ovz702NkmyOUio2V5vNlXGtVJep"
    "yo1bJZ14Z27cX+27WoryDM31PM35X96A5SHtYqSMLPeqwwqEyD1xhJI7ryOXidL3KuB5JM"
    "4nNAyNdSOLhcJMUoLWN3PdPu3T4X/J+rV1NNQxtampY2swc6yhDGAfMoIdfSx+OODrdcxH"
    "YqCRY08WzmDkLhusju7maCgws+ZiuCUuL27rkEcT0hv8m/ep52X+gSHQK5E/AGEuLymLK+"
    "ljTO8FmoxwuCgWU8q8F6+3rlnABa2AKXFBsNyK6E37ypqvNmFDrOdYA6pvc6nk1hKRu+3J"
    "FNP5oKhhJU63FwaAHTjsfdxSi+Bm21liZHuB9q7NLbCycpNbheZ5hGgvYN/BJJeAFZ3iEa"
    "K9QPo5Jnj4UQuAn0K6Dy78XXOA2TNHJyDLFlljolT7gHu8qPDRx1UWGTEsp7AwdMb20rDy"
    "UGg3jRPuA+a7nuugdgkM4TGLTvgU0n3gwG5mvbtaFF9fduwtmmA6c6Nhtg/15o9QYBzzWU"
    "pM4mrOuQX1DgEHe4zQ83hxH10LysdrNz1w1C2u0qeN6+vLFjTK7xVa5MgvLe33VvsXb+yj"
    "SZ4Ep/q0c3GhdQddram1vgCRPRoRZ+AQnYAFp0+72q9aU97DIf8iurwDPFX47tTmg9h7PH"
    "sBe6kBAP9KToYw/Q6ngzSUFZ0JF7eXlwNwAIhLigcYgCulT68b3Z7XCkdGea3NTrvXbTR7"
    "p0gwRNokvfnR9mYGBZ5fdXoacHxic0EDxxhcNtpN7ywDCwATM6f3WeueosUTPzvPLdvdnY"
    "qssmGaPdzNtlKqmw3cmZHEeZmffUGn3OwF3OwMW9iZDyZmytTONElHiVRwazas+FsJWF0i"
    "BWsmrPrMgWSPQqeGpZDu36L8foUl+X3mgvw+IfS6mEEWk106MC1xkQrDXvvcuRWCx1joR3"
    "0qUxFkXsLvmvbbKYKY/j69ElLOZ5mywMd9+lVriPGQ7lVGTtl8pJqQl9Myp7ItHwFBhblS"
    "WYsHx/fFUi19ApVoGQERjPyFgQyIFJjhqpcQKpGyANx8ERq2nbU3BlT7vgrcfNGavU5Xxr"
    "F5VvZomI48dDF07Sdi3o/ldb0GJlBcvFPUAGoK2Y3r4wHTxZgCgl+SUAl/SeFPoOQQzGwK"
    "Ny2wxcXp9n2Ob8W2bw6m2IGiSRB7k0Q/OzU7SblWdvbL4cNW0rA9w2uJcOkopSp6VeVo6b"
    "AdvQSrU8gVv6vMb9czUpzRYTrF4Spz2PdwlWByjFTxucp8fiRO+qkDmbJ/iKKU0F9Kj333"
    "QkR+PzI/xR1k3mdCGqbaHaYH28X0H4eH799/ODx4f/Lx+OjDh+OPBwG4ya48lM9avwDQkU"
    "9EpV++0vVKpV++Cja7yW5l2BylVMJHlbmskmxVkq1Kss1KstUeiXzqtExbt6++JN12QIJh"
    "S5NuG9MpocZPUGkK3c04GtkOGtq6DD+A1dRLbQX367COnsamPpa5p4AfmuA50m0xUk+pYr"
    "XRK6v6VhVYdOooO6N1nUDT3QeZloi4aHa1hgz19fSGPhXbYO/2ZiBAa/8CHW7w9MBNyK5I"
    "DDCknw/WiwmPXaLCXikVD547F4REtt5MiFyg0h+rmgh5EyG0CRe25EdJlTpdaUULDlJ3jJ"
    "LW/AipYnSlGU1TUxHyoykrvplXN8QE4tPKbqEB8Q4TqnyDQJEN9PYGEpuAsk8FKlobDko4"
    "RWJCEQouCyH9fhUb3JWQeudiY5tUY2Pbas2iF7CkbdqtpQx1ylBXeUNdbAHYAKJeSbs9BX"
    "Sx5lXM8HkhNkf3u0oaPt2++jLD5ygYVuigOEGKnkw+RhiNTQicntfRk2NysdlBTT2voh5z"
    "K/WhN0OHjMRXPh4EtxzWoQo0+1m8nTXnps7eTowf80+Q29I9ZZVCV0uHMoVu7LgsWLgoxO"
    "VZXkOh3G7NQrC+isv/wJD9RD8h8kicuTzODt0RSzy26J9AbUKHYAPZMy4U4j41OUPS3syE"
    "9uxWOhR6gyP65A/v3cQLhE2/dah2GCgY8NM0hj9WumThZky9ld/8sy28ShjYaP1Ckw0s87"
    "FEArlPtcP08ecBc5PZ4zl2z4xUoxdh6Fx9cdiy5vUyavvsDODN1/VR5TefzeBTLldOJcot"
    "r5LAhS5QcFG+39clY/NrshDT9TFJEdhuJtiycqKSA7J9Moq9P/xwEkxY+JE3V2+uGpeXaW"
    "U9Hks5U8J0ypNSaU+KSlx8FVym7ImU84DHSBWfq8xnlaD6uvitElT3ncMqQfW18JlNxduR"
    "gYHTSi5dWDbO1F9ilDFGj4B0r5h73rk9u9TQdVdrtiBOI8pN2Rk1kHa1xmXSHB1INgQ7Vo"
    "qVaZlhOkmvTNSrm6gFgI8mHgQiR3H8E+QK/tXht2dct4udJBUi2Yc4um2YoxLRL0WCC5aE"
    "dXQo6dniz3aDOqpwUtpmQzrWDdO44XheS4/SkF31ZUEazB9VKEYDqBAfY47GmCEi+GHUIc"
    "hAXJG57RDCQG2OvFTgT9nhFHUkLuFHlSCT5UdqbP3OG05uyys5sWcHNO6k2IQKidhRSITy"
    "B23VH1RYk1pTgaoavlvWoJ49+uy5p+8GvMM50dIqtPcFh/b27IkQ9oT8kyE4LvqXSo88Mn"
    "SpCNkjlsWQbpkyQlVKa2xOdeQImc3yxDov7hVCW+/lUdwh8S16nnZERtzspVWFg0pII9nC"
    "3kuq8bYnkreStFUmUnV21+qWDLoW3HbfMG1z9XuXbq3T0MClG+tQJpLA3Zjc5TxiJJZ4SA"
    "mBTe/OFi/3CVJPqNjy+BB2QYapyU1GDPS5d3UJeSljoj+w2WSIbj43fjo8PgHTClyBk28p"
    "VYV2d1uViFLRRJSCIdDrhD5XzES/68jngqcjr3MictU2hd0ciTx17EdC/V01inP2URVRqr"
    "WOqaga7Dkgb+WcCm+PKLKehEj2YqbvelHxd94iK0uYZi9Ajy4vJ0crLC4nR5lLC3TFz9ci"
    "tEyg+oJMxalXOj4K8hNLF1wMiHdYhcZPWy1Sheay9UU7RUDZp0GZRa++Yp/+IqA9lWa1Pr"
    "1tN7Vur9Fqn6KZeGOHY/fM3+f3usilq1yB+gil+h4r/T0qA5UyUO2VgUpFX1Uz+komFGeE"
    "X/nJxkvir4Jhy418Jp3OOJMmNFnNBbMxGMpCpWECN5e8LHrCDE2wQRCUDa4vOpwfGPKOEE"
    "Im1a2ZQYwU697276f8bBVY6us55r2iifbrpdhXba3fdI69LEMghEj2YFpWSvhPtpUpSaks"
    "TWtYmiYmY5BGWIIRCUrFiDUYUeps5vUPZn5BsG/F7DfFDi807QMCNdvXmO2uMFTE1rqg2I"
    "t5HrXvvDtYxcAjRmVaeGRfFOPMwzSzQc4+TXMfUN68Fc3VC4ogvKDYQ4C34DCAr75UbZsw"
    "oTJSVtpI+exxKc/9Ean66FWzBCij77aNvqo++j4kUXRntJZi9YXmep7B1/EGLDf1CibNiH"
    "hzaXyVVb0pd+Z+UW/Z+wkNp+Lx5IgnmfjqpT8gBn+4je6IrA5eRzPKTUtcBgy0KXbeLd9M"
    "GXkrsLTXc4y8D+L90qX55dELPm2V5fraTbPbuNZOkWjEU9KnZ51G9/zUjU2GYAat+RuEMh"
    "D9oU9vmp2uHOoZsp9f3VrvnMDnqJ1dk2uGUfArqP3vrXYLQSUudZ92b9tteRKgWDepPATw"
    "5rbZ1LRzecDnTNcJMWDcRaN1CU0jbFrwu9loN7VL2aQDJpZFKnLY39Sx4bsslvkbJtpl9u"
    "/B24PdL2ObSP7F7CGt0m62dTMgUNbNNayb09SCAdlm/Ok69QJeeTKAYAM8f4E5vqBYa5K/"
    "HNy3MseJ49iOQNUoVBojSrUP8z26UR6tslEeZW+UR4mN0kVsIna9gotKgnAf0N716uIrhE"
    "ng87Krw1R7dMLCjpOrvRPty4QoRyiV9b/S1n+hljnl2BylVIVzq8zlkUlNNi7F5hip4nOV"
    "+ax8T8r39NyukopWxGjiKZ85pGnP5JMnnCaR/nqe90R3Rwok/KGFapZiXRLK41YnNuXjT2"
    "go/w3cHiPTYRwZWLo+bnvN/EqkJa+X4g35M5jhkr721zrukddSbXRrFS1cHqTu1hkhwT5B"
    "3h79cheeVCut2HST4RdFZqM/XIWyqFAWJU4ocWJVcUIsw7jrl/FLESci/bnihNwAwhUBy4"
    "kTQS1yea4gYvaEyNy4TzJ4Am5yhxkBeYBYIyRpWB0Egpxillu6DxxH3xu7l4Y66gxZNiS1"
    "eyEbcB0BAGXYjWeQdxRTBAp1mRxqrYsLMhv5mDF0R+DMBQQ/BahewIjp9Kl76vwbeKmfDa"
    "K7w38+ODj4x9rnyldnbaxCPuyGI0FUWc0dW34T21S5rPD0La1gWnjZDa0K38GGt7O1tqiW"
    "QSZTmxOqz4U0kbZJxUbkblPmYqx/cPgK8YP2k+ChVEQx9beQH4RWCodlOHKlx4YBQSWQ0A"
    "17yZ1tzNHT2JZbDLXFBjQnXGi0hnlPGB8iLusri1EmEdeEdLCUQMJd3TVVh5Y3h15ASanQ"
    "z6lCB6xY1UEeEFQ5jLCkc/zjKs7xj9nO8Y8J53hqzc1scNepuVltaA+Pj1eJ0Ds+zg7Rg7"
    "7YyRxy7SkC8IJiDzHeQnZbRjxrdlGJrBDWFy1dbsxaNCZYaFuF0rlDJCrkcY1wMJBf0nQl"
    "ip15OvI+Rfw4yDknbL8AP/MwDAAXeJ+12o3u1/TQpLMUzM++9rRGPDTs29QU3SVc6lFKFS"
    "BTOZf6Wtrw5hS4BnFMfVxLUdy8nnqewoYXY5bpadmM3XDOlNJo1tRoVFWJXYje8FEVQNgb"
    "vofobqUySmZ59Ww5Mbu8upITl8mJz7qZff9/2eYXhA=="
)
