from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE "account" (
    "id" UUID NOT NULL PRIMARY KEY,
    "email" VARCHAR(254) NOT NULL UNIQUE,
    "username" VARCHAR(50),
    "username_key" VARCHAR(50) UNIQUE,
    "password_hash" VARCHAR(255) NOT NULL,
    "email_confirmed" BOOL NOT NULL,
    "plan" VARCHAR(20) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON COLUMN "account"."plan" IS 'FREE: free\nPREMIUM: premium\nENTERPRISE: enterprise';
COMMENT ON TABLE "account" IS '`email` is lower case; `username_key` is the username in lower case, so that case does not tell two apart.';
CREATE TABLE "session" (
    "id" UUID NOT NULL PRIMARY KEY,
    "user_agent" VARCHAR(255) NOT NULL,
    "ip" VARCHAR(45) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "last_used_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "ended_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "session" IS 'Lives until it is ended or until its last refresh token expires.';
CREATE TABLE "refresh_token" (
    "digest" VARCHAR(64) NOT NULL PRIMARY KEY,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "used_at" TIMESTAMPTZ,
    "session_id" UUID NOT NULL REFERENCES "session" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "refresh_token" IS 'Kept after its use, so that a second use is recognised as theft.';
CREATE TABLE "job" (
    "job_id" SERIAL NOT NULL PRIMARY KEY,
    "id" UUID NOT NULL UNIQUE,
    "company_name" VARCHAR(255) NOT NULL,
    "company_key" TEXT NOT NULL,
    "job_title" VARCHAR(255) NOT NULL,
    "title_key" TEXT NOT NULL,
    "job_description" TEXT,
    "source_url" VARCHAR(2048),
    "canonical_url" TEXT,
    "application_url" VARCHAR(2048),
    "source" VARCHAR(50) NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "job_type" VARCHAR(20) NOT NULL,
    "location" VARCHAR(255),
    "is_remote" BOOL NOT NULL,
    "salary_min" INT,
    "salary_max" INT,
    "salary_currency" VARCHAR(3),
    "salary_period" VARCHAR(10),
    "notes" TEXT,
    "tags" TEXT[] NOT NULL,
    "tag_keys" TEXT[] NOT NULL,
    "search" TSVECTOR,
    "ai_match_score" INT,
    "ai_reasoning" TEXT,
    "ai_parsed_data" JSONB,
    "applied_at" TIMESTAMPTZ,
    "interviewing_at" TIMESTAMPTZ,
    "offer_at" TIMESTAMPTZ,
    "rejected_at" TIMESTAMPTZ,
    "version" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "deleted_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
COMMENT ON COLUMN "job"."status" IS 'INTERESTED: interested\nAPPLIED: applied\nINTERVIEWING: interviewing\nOFFER_RECEIVED: offer_received\nREJECTED: rejected\nNOT_INTERESTED: not_interested';
COMMENT ON COLUMN "job"."job_type" IS 'FULL_TIME: full_time\nPART_TIME: part_time\nCONTRACT: contract\nINTERN: intern\nREMOTE: remote\nFREELANCE: freelance\nOTHER: other';
COMMENT ON COLUMN "job"."salary_period" IS 'HOUR: hour\nDAY: day\nWEEK: week\nMONTH: month\nYEAR: year';
COMMENT ON TABLE "job" IS '`job_id` is the integer key, unique per server; `id` is the public one.';
CREATE TABLE "job_event" (
    "id" UUID NOT NULL PRIMARY KEY,
    "type" VARCHAR(20) NOT NULL,
    "from_status" VARCHAR(20),
    "to_status" VARCHAR(20) NOT NULL,
    "occurred_at" TIMESTAMPTZ NOT NULL,
    "recorded_at" TIMESTAMPTZ NOT NULL,
    "note" TEXT,
    "actor" VARCHAR(20) NOT NULL,
    "job_id" INT NOT NULL REFERENCES "job" ("job_id") ON DELETE CASCADE,
    "user_id" UUID NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
COMMENT ON COLUMN "job_event"."type" IS 'CREATED: created\nSTATUS_CHANGED: status_changed';
COMMENT ON COLUMN "job_event"."from_status" IS 'INTERESTED: interested\nAPPLIED: applied\nINTERVIEWING: interviewing\nOFFER_RECEIVED: offer_received\nREJECTED: rejected\nNOT_INTERESTED: not_interested';
COMMENT ON COLUMN "job_event"."to_status" IS 'INTERESTED: interested\nAPPLIED: applied\nINTERVIEWING: interviewing\nOFFER_RECEIVED: offer_received\nREJECTED: rejected\nNOT_INTERESTED: not_interested';
COMMENT ON COLUMN "job_event"."actor" IS 'USER: user\nEXTENSION: extension\nSYSTEM: system';
COMMENT ON TABLE "job_event" IS 'Append-only but for `occurred_at` and `note`, which the user may correct.';
CREATE TABLE "aerich" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "version" VARCHAR(255) NOT NULL,
    "app" VARCHAR(100) NOT NULL,
    "content" JSONB NOT NULL
);
-- What the models cannot express; tests/test_migrations.py names each of these.
CREATE UNIQUE INDEX "job_one_per_url" ON "job" ("user_id", "canonical_url") WHERE "deleted_at" IS NULL;
CREATE INDEX "job_newest" ON "job" ("user_id", "created_at" DESC, "id" DESC) WHERE "deleted_at" IS NULL;
CREATE INDEX "job_by_status" ON "job" ("user_id", "status", "created_at" DESC, "id" DESC) WHERE "deleted_at" IS NULL;
CREATE INDEX "job_updated" ON "job" ("user_id", "updated_at" DESC, "id" DESC) WHERE "deleted_at" IS NULL;
CREATE INDEX "job_search" ON "job" USING GIN ("search");
CREATE INDEX "job_event_history" ON "job_event" ("job_id", "occurred_at" DESC, "recorded_at" DESC, "id" DESC);
CREATE INDEX "job_event_owner" ON "job_event" ("user_id");
CREATE INDEX "session_owner" ON "session" ("user_id");
CREATE INDEX "refresh_token_family" ON "refresh_token" ("session_id");
-- Counts read the visibility map: keep it warm.
ALTER TABLE "job" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        """


MODELS_STATE = (
    "eJztXe1z2jgT/1c0fOo9w2Wa1+vknnlmKHFa2gQy4KTXO26MsAXoYiSfLCdhevnfH0k24F"
    "eCHUIczl869Uori9+uVrurlfOjNqUWst29axex2in4USNwisR/IvQ6qEHHWVIlgcOhrTpC"
    "06Qe4arT0OUMmlyQR9B2kSBZyDUZdjimRHYeoCnE9gBgF9j0HjFgQhf9CgaeeI18s3GLZq"
    "qVTxCYEwEmod514FLRDLl6AhZFLiCUA45sG/B7CqADGd+T87GoKSaEyXj7r/YI/ttDBqdj"
    "JMaT0P7xpyBjYqEH5M4fnVtjhJFtRZDHlhxA0Q0+cxTt+rp1dq56yp81NExqe1Oy7O3M+I"
    "SSRXfPw9ae5JFtY0QQgxxZIbEQz7YDAc5J/owFgTMPLaZqLQkWGkHPlsKt/XfkEVPKFKg3"
    "yX+O/hdMLdTNMNod3ehpumHUErogpxCTUUAyKZF6hAmXQP149MddAqKoNfmC5udG993hyU"
    "8KAuryMVONCq7ao2KEHPqsCvQlykobkkA3J5ClA71giGEtpvoyKM8BegFIa1P4YNiIjPlE"
    "PB4cH63A+KbRVTCLXgpnKla4v/LbQdOB3ybxXuI7X0F5IA7zFEI5wHAB8rzLEuWlXdo6zM"
    "fv10D5+H0myLIpHWNpuorgPOfbCNYlUujNI+1A172nzDIm0J3kgTrBuBnrUSrFPjg+Xst+"
    "HK+wH8dxxJW5FUCSEWZTlLIlfqTURpCsMNZR7hjwQ8H+UsgvKNvdDT92Ohdy5Knr/m0rQk"
    "uPIX59+VHrvttXghCdMFfkVluP67sNSbqaa8SbKsxbYlqQmCip8gHv9jS9NmJoPo91Aa+d"
    "dzVNDCY4++Sqq122ri9PgcPQFHvTPtHauta96rZ6og8iHDGHYRfFncq1Vsc6xugg2xgdJI"
    "yRyZAE0IA8KaIz0cLxFKUviyhnTEBWwLo3/88bNEwroNZbl1pPb1xeRZbIWUPXZMuBos5i"
    "1HcnMbEsBgHfWvpnIB/B7522FndAF/3032tyTtDj1CD03oBWGJM5eU56lEHB6DbksErCEJ"
    "q391DsIYkWekCz+iabpgfTOAUSOFZCkmjKeQZRXw+5ro98IiCcN9VXxYRuqNOTMeEFvhNx"
    "lAghsQ0wlxEYEspjAcoWRBGyQZcDhsRydSeA01tEAHpwsHhMRnqbGLCK30oev0kf1hDaS1"
    "KM4GrPd8lV+WLr+WLYyYOx33sHsT1aB9qjbGSPEsBWO/nO7uRhMcu9xhCmp4ig47yVqEst"
    "6sCHKCDoKGcl5nKLWTqURYQc4tuAiEuW79wlCStPMZ8rH2LZpD9fXqE+4b4ngtkouklozy"
    "lDeEy+olkiwxQDNHY6+TYhXVKXS5nB+0VIGVYo8dvFL0Z+vq7Z6DUbZ1rt8XWyA10/atZl"
    "0FxLSRFE2uur8gRB/G3wRdcnswVfkcMBHHHEVBjvhU9lIXCRANWSVBn2M/E0Jlg4TwCqc9"
    "1RyrnwJgZ8RrbAwmPk5ophlxw7dxJ5ss5B5En2OeRJcAy54ti38s/+Jbt3Efdss3FW5Z29"
    "mHyDBHNOBy3KVfloq320UBL/mW5a6MzgbQL7pKcW1awyOWtf6DDNR5Pkla7ZX0GHp0v6RE"
    "/xuxelcwIkNBbO1C2a1YEvR+CIZ+HL3iH2KxiE+jre0MYmoASl1OttZtw+6ZPBf1RxXx0M"
    "TEgowSa0DY/ZAwCFazdwEWTmRDwwBCzE8J3w7kaMTtVIVPpzwDchbh0MZ2AgMLNnors9n/"
    "YzvD//NyaXWIvwdBO2ZIgtNewfaYTXV6Co5fX9xnIKPx/sH/1y9OHw5OiD6KKmuaD8ssKw"
    "zYsWsn298h/ElXJLiBxQ0KkDyczIW8kX59vB06AXOWmb45Za0KejhwyrEGPbCbRXuavab3"
    "rEU51j+u6y8dtPEW/1otP+NO8ekkHzovMxBr20rBxzO5eeR5h2AvYtKLkCLK+KR5h2AunX"
    "UPDwVHOAn8K6C/XZ25aASz1mIul65rExUa5dwD1eIHn0Ya0SyaMPK4okZWNsLw37+rl20z"
    "jjLmC+bV2XUZLAUE4zr8KnsO6CBLaj9b61yG9ftrutynyFB+3aVqDe/HUQl0PuuekgP10g"
    "v+TeIuAyfSLiPI6snKDLQFvraj1dOzsFy1H6pHF1ddGSRLVeJUX1vGlp31rtT0HfO4zuha"
    "T6pHN+rnWNrtbUWjeSiY5GiBkMmUgmXPqkq33RmuodDP2FTPUGOavw2wnlRux3vHoxvooA"
    "pPwKKkOYf4vqoPJaeTXh/PriwpDpezGkmIAhz0H65KrR1QOqvP4aUJudtt5tNPVTIASiUo"
    "iBfrQDzSBS5pcdXZMSn1IueOSVjItGuxncy7AlYEJz9M9a9xQsZ/zqMrepvzvlsbJhnh3c"
    "zV6k7Ng1fM1I4rzy8leEr7r2lePalwttyGbGFKeodmZKOsr0dFr6Dej2RhLTSVjhQwFYfa"
    "YK1kxYTY8xRMxcN6BTWHfPKB+uYZIPMw3yYcLp9TFzEMM05WRlTd83PkiJYa997lwLx2Mi"
    "4qM+OWt8PwUWnPXJN037egruEbrtk0vh5Xw+BVPh4kz65LvWEP1nCBbyU/bX8VP2s/2U/Y"
    "SfIvxllBKlZGc+FgwllkppMx4cjlPAbjAGZxkp7YAhBraN3XWMezG/f3nzb+hhm2Pi7sn3"
    "vcblP4nqH38mQZRJ/txALpgqMMMVPLKyIcUA9G5EhE2z9sYF165bgd6N1tQ7XVWFFmTZo1"
    "U16gMSobHvER5P1LgBwRUoLn9TNAGKhe/GzYnhmqJPDscvyVg5f0nnT6DEEHQpkS/NscXF"
    "+XZdx18kt48NBzJZKytrb5Lof+l12pnoxzjjdbbY5OAfsKbZfjtykJCslkMc8nq0OEcOkH"
    "rGUqjQOcpZ1TqXudY5nEcvIOoU9kreZZa3fzKSX9BhvkrCZZbw/ISrgJBjrJWcyyznO8TS"
    "b1Bk+v4hjkJOf6E4dv+NuPzV11L+FavGc6yCYo5yVmIutZj9G1JFxBzlrLbAMku5+oxG9R"
    "mN176cWdLPaHyhQ+0OqVmnXc/02+pP3NE00KLbkzc1G46DiPUzJfYMDD0ORpSBATXVIbi0"
    "psF9SHkIOKiD+wk2J4s/hgCmcAZMKnqaKd/Q2OjI1ac3S2B06iD7XuVzyh23X+pY4Ny/2d"
    "UaquA0iBv6RGyD+nXPEKC1P8kGv4TXMCeQjMtSiSrvLBvPq0yODVHis5GqKnmlLgiP7Hma"
    "EBmg1Iu1UoRVihDahHPnk6OsVThd6kBLfpqMFfsoZYy1EnSpBU1SC+JX1/SVfDMvb6GDrJ"
    "IquoUumLd4rWeeEMizgV735PUaydknAhWt3Wt12qdAKBQi8jBCeL/fxQZ3KbzemdjYpuXY"
    "2F70yzlvwKRt+nClStRVibrSJ+piBmADiAbfQdtRQJc2r0yJzwZi2JzUUtKeQUt95d+bXf"
    "Z5KuOZjeeGc4yZm071qbbwbpOdUsyslMi+wpVdKlGq/ETBu1svcqFWLqocCAfddxDd/ffr"
    "3bVaddkq+Wf5KOGpf44quxw6xPKsOuiyob2NQuiEt7XNzezx/2/qOpY="
)
