from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "idempotency_key" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "owner" VARCHAR(80) NOT NULL,
    "key" VARCHAR(255) NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "status" INT NOT NULL,
    "headers" JSONB NOT NULL,
    "body" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    CONSTRAINT "uid_idempotency_owner_f7079b" UNIQUE ("owner", "key")
);
COMMENT ON TABLE "idempotency_key" IS '`owner` is an account''s id, or the address of somebody who has none yet; `digest` tells bodies apart.';
        CREATE TABLE IF NOT EXISTS "api_token" (
    "id" UUID NOT NULL PRIMARY KEY,
    "public_id" VARCHAR(16) NOT NULL UNIQUE,
    "digest" VARCHAR(64) NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "scopes" TEXT[] NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ,
    "last_used_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "api_token" IS '`public_id` finds it, `digest` of the secret proves it; the secret itself is shown once and not kept.';
        CREATE TABLE IF NOT EXISTS "capture_count" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "month" DATE NOT NULL,
    "used" INT NOT NULL,
    "user_id" UUID NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_capture_cou_user_id_b719a3" UNIQUE ("user_id", "month")
);
COMMENT ON TABLE "capture_count" IS 'One row per account and month; `month` is its first day in UTC.';"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE IF EXISTS "api_token";
        DROP TABLE IF EXISTS "capture_count";
        DROP TABLE IF EXISTS "idempotency_key";"""


MODELS_STATE = (
    "eJztXW1z2rgW/isavtzuHbbTpEk2k965M4S4LW0CGSDtdkvHKLYAbYzkleVQprf//UqyDX"
    "4PJoQY6i9tkHRk8Zxj6TlHR+JHbUpNZDkvbxzEamfgR43AKRJ/RMrroAZte1kqCzi8tVRD"
    "aBjUJVw1unU4gwYXxSNoOUgUmcgxGLY5pkQ2HqIpxNYQYAdYdIYYMKCD3oChKx4jn6zfob"
    "mq5RMEgkKASah1HThUVEOuPgGTIgcQygFHlgX4jAJoQ8ZfyvGY1BADwmS8/Ue7BP/jIp3T"
    "MRL9SWi/fhPFmJjoO3KCj/adPsLIMiPIY1N2oMp1PrdV2c1N6+Ktaim/1q1uUMudkmVre8"
    "4nlCyauy42X0oZWTdGBDHIkRlSC3Ety1dgUOSNWBRw5qLFUM1lgYlG0LWkcmv/GbnEkDoF"
    "6knyn6P/+kMLNdP1dqev97S+rtcStiCHENORX2RQIu0IEy6B+vHT63cJiCqtyQc03ze6L1"
    "6f/KYgoA4fM1Wp4Kr9VIKQQ09Ugb5EWVlDEujmBLJ0oBcCMazFUJ8G5QCgJ4C0NoXfdQuR"
    "MZ+Ij4fHRzkYf2p0FcyilcKZijfce/PbftWhVyfxXuIbvEFFIA7LrIWyj+EC5KDJEuXlvL"
    "R1mI9frYDy8atMkGVVOsZy6loH50BuI1iXyKA3j7QNHWdGmalPoDMpAnVCcDOzR6kM+/D4"
    "eKX54zhn/jiOI66mWwEkGWE2RSlL4jmlFoIkZ7KOSseAvxXiT4X8omS7q+F5p3Mpe546zj"
    "+WKmj1Y4jfXJ1r3RcHShGiEeaquNXux+3dgiTdzDXiThXmLTEsSAyUNHlfdnuWXhsxFIxj"
    "VcBrb7uaJjoTkgNy3dWuWjdXZ8BmaIrd6YBo7b7Wve62eqINIhwxm2EHxUnlSm/HKpPRYf"
    "ZkdJiYjAyGJIA65EkVXYgajqco/bWISsYUZPqiL4M/dnBiyoG637rSev3G1XXkFblo9DVZ"
    "c6hK57HSFycxtSw6AZ9b/fdAfgR/ddpanIAu2vX/qskxQZdTndCZDs0wJkFxUPRTOgWjux"
    "BhlQW30LibQbGGJGroIc1qm6yaHk7jJZDAsVKSRFOO0/f6eshxPOQTDmFQVc/zCZ1Qowd9"
    "wkt8L/wo4UJiC2AuPTAkjMcElC0KhcsGHQ4YEq+rMwGc3iEC0Hcbi49JT28THVb+W8n9N8"
    "lhdWG9JGUSzGe+S6mKi63GxbBdBGOv9R5ie7QKtEfZyB4lgK1W8r1dycNqlmuNLqaedRQd"
    "l61UXWpV+xxiDUVHJSs1l1vNklCuo+SQ3AZUXLJ45z5pWDHFYlQ+JLJJPl9epT5A3xPObB"
    "TdJLRvKUN4TD6ieSLCFAM0tju5m5AuS5evMoOzhUsZNijx3cU3Rl68rtnoNRsXWu3n80QH"
    "up7X3JdOcy0lRBCpr+fFCXz/W+eLpg9GCz4imwM44ogpN94N78pC4CABqilLpdvPxKcxwY"
    "I8Aaj2dUcp+8Kb6PAR0QITj5FTyIddSuzdTuTJKhuRJ9n7kCf+NmTOtm/Fz36R1XsderZZ"
    "P6tiZ0+mXz/AXJCgRaUqjpbP0UJB/EfStNCewW4C+yBTi1pWmchaw8aZRG1Rl0vSoI2LEL"
    "Sh7d5a2BBQDMFIqM0RtKoOhh5rGQI6Ugl2glcxxIHNqNyrwfxNuFTwMGSNJOFyJnRGABXW"
    "BaCgYTLZ7k7wtZTsvm09tdoYKsGslcfwFoZQhFNHhPaOVh+crECrD+Lr+ZJWy6roxsXzey"
    "2l2hnalN+yBLho6uSj0ibLDe7Bq1UyaESrbPt9lcihcQwqe0kg3GAMzjPY40IkBrKFPcPe"
    "MZTz/AHtz/7Xb9Vm5a/oWpUoQlI50L/KlnSl6WojayeDJNVG1g5vZH2gt7WUsIgsrudFRP"
    "72GzwcCxEtVUjCP1YoEEJjxMAdmteBp0Rgi88CnnvE3oBhqK3nkgJKUEq0YzP9DsiADP+t"
    "Dj7WwdCAhBJsQEt3mTVUkY+hgyAzJuIDQ8BEDN8jE4wYnaqeqAyAAG/acOrgdg6GAjNrLp"
    "pbwbAfES7xvmPy5WoRnj5tLQViLxkmCX7uW2l5HfixHMLvhwdHfxydvj45OhVN1DAXJX/k"
    "zGfBgY7sKEn5Y1GlXAki/hCd2pDM9aKuelxuD132J8lCDnBLPezYR98zZoWY2F6g/YDrHq"
    "GmAaYvrhp//hahp5ed9rugeUgHzcvOeQx6ObNyzK1Cdh4R2gvYt2DkCrCiJh4R2gukn8PA"
    "w0MtAH6K6D6cXd+2BhzqMgNJ6llkjolK7QPu8cOjR6crHR89Os05QCorY2tpmOsXWk3jgv"
    "uA+bZtXXpJAkM5zKIGnyK6DxrYjtV7s0Xx+WW7y6qMV7jQqm0F6s1fleFwyN2UnbXVLg9Y"
    "Sm8RcBk+EX4eR2ZB0KWjrXW1Xl+7OAPLXgakcX192ZKF6n2VJarlp5b2udV+57e9x2gmND"
    "Ugnbdvta7e1Zpa65MUoqMRYjpDBpIBlwHpah+0pnoGQ38jQz1Bjir8dEK5Hvsez35RgfIA"
    "pP7WNIaw/BbNQcW1ilrC25vLS13G60WXYgC63PgYkOtGt++XyqvB/NJmp93vNpr9MyAUok"
    "KIvn20fcsgUudXnb4mNT6lXMjI6youG+2mf2eFJQETltN/r3XPwHLEz65zi3qrU5FZNiyz"
    "h6vZkxzJdnTPMpI4516ME5GrrsQpcCWOAy3I5voUp5h2Zkg6KvRwWHoHbHsjgekkrPD7Gr"
    "B6QhWsmbAaLmOIGIVuh0sR3b9J+fUKU/LrzAn5dYL0epjZiGGakXi6AveNd1Ji2GvvOzeC"
    "eEyEfzQgF40vZ8CE8wH5rGkfz8AMobsBuRIs5/0ZmAqKMxmQL1pDtJ8juBZPOVgtBTAnAz"
    "CRYCnWwBQvJTvysRAosVZKG/HgcFws2TIQ2GKqZSj5/dbFFsfEeSmf9xz576kJmAITGeQv"
    "DORCqAIzfLpJZjakTAC9T8LDpllr40Jq32eB3iet2e90VdqZH2WPZtWoyzVDfc8QHk9Uv3"
    "6BI1BcfqdoABQL7saNie4Yok0B4pcUrMhfkvwJlBiCDiXyoQWWuLjcvtv4k8T2sW5DJpNj"
    "Ze5NEv0PvU47E/2YZDyxFhsc/A+sOG3vjh4kJPl6iENejybnyA5S91jWSm+OSlbJzWVObg"
    "7H0ddQdYp4pe8y69vbGSmu6LBcpeEyazjY4VpDyTHRSs9l1vM9Yum3S2Ry/5DEWqR/LT/2"
    "YEcof3U485d4a1zbXFPNUclKzaVWs3dCah01RyWrJbDMWq5OZlYnM6uTmVknM7V7pEaddj"
    "zTq6s/cEZTR4tmD57UbNg2IubvlFhzcOtyMKIMDKmhNsHlbOqfh5SbgMM6mE2wMVn8UCSY"
    "wjkwqGhppNxMtdGeq9unSjDp1EH2ucrHpDtuP9VxjX3/ZldrqIRT328YELEM9m96ugCt/U"
    "5WeCm8ujGBZFyWTFR5Zll/XGZyrIsS741UWcm5tiAY2eMsIdJBqV/WyhDyDCG0CBeOJ0dF"
    "K3e61I6WvLadrfeDHTHRStGlVjRJTYjPz+kr+WJe3kQHmSW17hK6EN7isZ4gIFBkAb3pye"
    "M1UnJABCpau9fqtM+AMChE5GaEYL9fxAJ3JVjvXCxs03IsbE96c84OTGmb3lypAnVVoK70"
    "gbrYBLABRP170PYU0OWcV6bAZxPa3GWoSd304Gekvp4XADW8lgIId9UgaIcgwOhMXR0HDS"
    "WogpPqCMcbMFT/q4vk5C8ljTBzuDz2IdxFcNNvJkOfG+gvJeD5dTFjKPnat8dEQDOXxOoi"
    "ufBamB3w9HSQwFV6VenALgTyfKndnXfSUJS+UZJSFLHGoHlFzyp6VtGzErKJku6jtkw0tS"
    "mX53iFqtIIRaxFLqXAy7bBbXMr3IFLZ0LjapWHJKAB/xJLvlkHlKmtTmiawhwd+Ss9Dp2i"
    "W2rOwWxCwQQ6gFBBIuaIv1n+mA9HluUA0Qoj0ae8VyPlhtxtPTWVoKiHy1qJUsVPnpOfLF"
    "SRDFNlhPYDgTLv7KwObyTUdLpKqOk0O9R0mgg1pd5UmQ3uPt1RuYVbXqqfWXrin1nK2gjO"
    "vnkka+O3ouKyZIKgiVgKoNnHHkMijzrvWDZot33gUfKXJO7nmECWcTVAIBG/BmruX3SxP4"
    "Cf+xguABd4n7faje6X9B2w8xTMz7/0tUYM8xL9VtIOaWMntpUTHvHzOHANxLAxqaU4bn5N"
    "PfenW5dtHvLTshW74ZzTyqN5pEeTeXIumxVmH53bB1r4JNRbvlQFEPab7yG6T/Lzm/LeUz"
    "83f1WeGBKpeGJBnvisi9nP/wMy39J1"
)
