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
        CREATE TABLE IF NOT EXISTS "draft" (
    "id" UUID NOT NULL PRIMARY KEY,
    "kind" VARCHAR(30) NOT NULL,
    "text" TEXT NOT NULL,
    "model" VARCHAR(200) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "job_id" INT NOT NULL REFERENCES "job" ("job_id") ON DELETE CASCADE,
    "user_id" UUID NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
COMMENT ON COLUMN "draft"."kind" IS 'COVER_LETTER: cover_letter\nINTERVIEW_QUESTIONS: interview_questions';
COMMENT ON TABLE "draft" IS 'Kept whole, once it is.';
        CREATE TABLE IF NOT EXISTS "model_tokens" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "day" DATE NOT NULL,
    "used" INT NOT NULL,
    "user_id" UUID NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_model_token_user_id_e1e1cb" UNIQUE ("user_id", "day")
);
COMMENT ON TABLE "model_tokens" IS '`day` is that of UTC; what is being asked for counts as used until it is known what it took.';
        ALTER TABLE "profile" ADD "preferences" JSONB NOT NULL DEFAULT '{}';
        ALTER TABLE "profile" ADD "years_experience" DOUBLE PRECISION;
        ALTER TABLE "profile" ADD "skills" TEXT[] NOT NULL DEFAULT '{}';
        ALTER TABLE "profile" ADD "headline" VARCHAR(255);
        COMMENT ON COLUMN "run"."kind" IS 'SCRAPE: scrape\nBOARD: board\nCHECK: check\nSCORE: score';

-- What the models cannot express; tests/test_migrations.py names the indexes.
CREATE UNIQUE INDEX resume_default ON resume (user_id) WHERE is_default;
CREATE INDEX resume_owner ON resume (user_id, created_at, id);
CREATE INDEX job_score_newest ON job_score (user_id, job_id, scored_at DESC, id DESC);
CREATE INDEX draft_newest ON draft (user_id, job_id, created_at DESC, id DESC);"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE "profile" DROP COLUMN "preferences";
        ALTER TABLE "profile" DROP COLUMN "years_experience";
        ALTER TABLE "profile" DROP COLUMN "skills";
        ALTER TABLE "profile" DROP COLUMN "headline";
        COMMENT ON COLUMN "run"."kind" IS 'SCRAPE: scrape\nBOARD: board\nCHECK: check';
        DROP TABLE IF EXISTS "draft";
        DROP TABLE IF EXISTS "job_score";
        DROP TABLE IF EXISTS "resume";
        DROP TABLE IF EXISTS "model_tokens";"""


MODELS_STATE = (
    "eJztXet32ri2/1e0+DKdu5hOmld70rvuWoS4LdMEcgjpTM8wyyi2CD4xMscSSblz+79fbd"
    "kYv8G84rj6khZJ24/flqX91t+1sWMSm72+ZcStnaG/axSPifhPpL2OangyWbRCA8d3thyI"
    "DcOZUi4H3THuYoOL5iG2GRFNJmGGa0245VAYPCBjbNkDZDFkO0/ERQZm5D0aTMVt4M76A5"
    "nJXj4iaN6ILBoaXUfMEd2Yy1/IdAhD1OGIE9tG/MlBeIJd/hqex3QM8UAWvd//rafU+s+U"
    "6Ny5J+J6AO2ff4lmi5rkG2Hzn5MHfWgR24wgb5lwAdmu89lEtt3eti4+yJHwWne64djTMV"
    "2Mnsz4yKHB8OnUMl8DDfTdE0pczIkZYgud2rbPwHmT98SigbtTEjyquWgwyRBPbWBu7b+H"
    "U2oAT5G8E/w5/h//0ULDdL3d6ek3Wk/Xa4m5AI8Q45HfZDgU5pFFOQD193fvugtAZGsNbt"
    "D81Oi+Ojr9WULgMH7vyk4JV+27JMQce6QS9AXKcjYkgW6OsJsOdEAQw1o86m5QngO0A0hr"
    "Y/xNtwm95yPx8/DkOAfjL42uhFmMkjg74gv3vvy233Xo9QHeC3znX1ARiMM0a6HsYxiAPB"
    "+yQHmxLu0d5pODFVA+OcgEGbrSMYalax2c53RbwbpEE3r7SE8wY0+Oa+ojzEZFoE4Qbmf1"
    "KNXEPjw5WWn9OMlZP07iiMvlVgBJh5Y7Jilb4rnj2ATTnMU6Sh0D/k6Q7wr5oGW/u+F5p3"
    "MJVx4z9h9bNrR6McRvr8617qs3khFikMVlc6vdi893G9P0aa7R6Vhi3hKPhalBklPep93f"
    "TK8NXTJ/jlUBr33oapq4mKDs0+uudtW6vTpDE5eMrem4T7V2T+ted1s3YgyhnLgT12IkLl"
    "Su9HWsshgdZi9Gh4nFyHAJAKhjnmTRhejh1pikfxZRyhiDTJ/09fw/L3BhyoG617rSbnqN"
    "q+vIJ3LR6GnQcyhbZ7HWV6cxtgQXQb+3ep8Q/ET/6rS1uAAajOv9qwbPhKfc0anzpGMzjM"
    "m8ed70HZSC4UNIYIWGO2w8PGGxhyR6nEMna2yya3w4jrdgiu8lkwBNeE5f67shjHnIJxTC"
    "eVc9TydkoUFLdcJL61HoUUKFtGxkcdDAiJg8JnLcoFGobJhx5BLxubIR4s4DoYh8m1jiZ1"
    "LT28YFlf5Wcv0NZFhdzF6asgjmS74LKiWLrSaLWZMiGHujK4jt8SrQHmcje5wAVu3kld3J"
    "w2yGvUYXS886jI7TKlaXmtW+DLEGo6OUis3lZjMIlOswOUS3BRaXzN5ZJQ5LSbGYKB8i2a"
    "Y8X16mLhHfE8psFN0ktB8cl1j39DOZJSxMMUBj3smXCemidfEpu/gpUCnDE0q8u3hj4tnr"
    "mo2bZuNCq31/HutA19Oae6A011JMBJH+ep6dwNe/dR4MXWot+EwmHOEhJ65U46dhryxGjA"
    "hQTWgFtd8Vv+6pJYQnhKVfd5jiF97GBTewFpjWPWGFdNgFReU8kaerOCJPs/2Qp74bMsft"
    "q+SzH2T3Xkc8266epaSznfHXNzAXFNCiVEpGy5fRQkb8DcW0kM/gZQK7VFKLzqwyCWuNiZ"
    "UpqAV9uUIanlhFBLTBZHpnW4aAYoCGgm1MiFV1NPCklgFyhjLATshVLuFo4jrgq7H4+3Cr"
    "kMOIPQSBi42cJ4ocMbsQFmIYBNs9CHktJbpvX3dVjqESrFp5El4wEYrI1BGiyonVb05XEK"
    "vfxPfzhVgNXVHHxfNrLaXyDG1Lb1kAXDR0cqOwyXKD++ZglQgaMSp7/h4kYmiY4cBVEgg3"
    "XBfPMqTHgCQGsm15E/uFoZynD2h/9P78Szkrf0TVqkQWEqVA/yguacVp5ch6kUYS5ch6wY"
    "6sa9cZWhLYhGlk3lXPs4xMQoOW2kU6lCDXeUIT4iI/Z9JzMo0wQwxbJmLOmPCRwNszSzhg"
    "X2Ci+5HI3z73UgJet3vpDSwc5VlrnlX73o1hY0SwaVu0kFoYpqleRt1Ogl3Zg2XbBTXDgG"
    "SPmmHIVnc3tWxuUfYa7vcc5rpUfXFGsMt0oRQQ1yL+7hfbJm0H83RI04hj4A6B+uVN4RwY"
    "Lzq355cauu5qzdZNq9OOCpOyE5oWiVtdrXEZz9xyyZC4AFnKHP7tptPOMIBGyeIivWVw9H"
    "9o39MZbvsc0xlgioj38wXj1VXjj/ha0rzsnMdXc7jAeYwxoAn9r1Ns+Q7TVG/53r7V9ImQ"
    "B13I2m6GaXp58mL0CntMYRw71MSzgpO9dtVpXzS+niGPuk9vbr3fbBpcrbC1dSVja46tNY"
    "0p9ky/d3BKvYUWzdgAYlQxTlj0Ba784nHFP78cvjl+e/zu6PT4nRginzNoeZuDvZeku1GC"
    "4DK1VegRPUf82bHSWgbZfMsq64bxlGw6TtVC/Z56fgxlMGapDtriDHHyjSOH2rMzqfqBAg"
    "tZkgZUuxHqosVyvOxr0Ct/ecnVSuVp3K2nEb6XJL490Zoh8/njK4HvEp0xX8gOVJ/LTvvj"
    "fHhc8o6C/SDec13Rb067R6EP7mEWXC5qva/X2oVYjIC2TwGXM7ko9+n1xYczNDGHfXrRaf"
    "5xhgR/vpVDBrRY8H4J7uQWcokSqhouBWq4KH/9WsvSi/PvTcw12RylVGwuN5tL41opL1OV"
    "G7dMOvHe3Li/OXe1FOUZmut5mvO//QHLQ9rFSBlZ7leHFQiRe+IKJXdWRx4Tpe9VwPNI3P"
    "doEBrrRRYLhZmkBK1v57p92qeD/5L1a+toYGDqUMvAtj517YEMYB8wgl1jJH644Ot1rUdi"
    "oqHrjBfOYOQtG6yO7mZoIDCzZ2K4LS4vbuuSRwvSG+Y371Pfy/wTQ6BXovkAhLm8pCyuZI"
    "wwvRdoMsLholhMKetevN6mZgEPtAKmxAXBciuiP+1La77ahg2xnmMNKL/NpZRbS0TudsYT"
    "TGd6UcNKnK4SBoA9OOznuKUWwc22s8TIKoH2vs0tsLJyi9uF5nmEqBKw72GSS8CKTvEIUS"
    "WQfo4JHn7UAuCnkFbBhb9vDjBn6hoEZNkia0yUqgq4x4sKH79bZZERw3IKC0NnbC8NKw+F"
    "dtM4YRUw3/dcB7VLYAiPWXTCp5BWgQP7mfXealF8fdmzt2iM6dSLhtk91Ns/QoFxzKcpMY"
    "mrOecW1HsEHOwxQs/jxX10LSgfr930wFG3uEqfNq6vL1vQKL9XaJEjv7S031vtj/7YR4s8"
    "CU71aefDB62rd7Wm1voCRM5wSFzdJQYBC06fdrXftKa8h0v+TQx5B3iq8N2pw/XYezx7AX"
    "upAQD/1pwMYfo9TgdpKCs6Ez7cXl7q4AAQlxQPoIMrpU+vG92e3wpHRvmtzU671200e2dI"
    "METaJP350fZnBgWeX3V6GnB87HBBA8cYXDbaTf8sAxsAEzOn90nrnqHFEz87z23H252KrL"
    "JhmgruZjsp1c10b2YkcV7mZ1/QKTd7ATc7wzZ2Z/rYSpnamSbpKJEKbs2GFX9bA1aPSMGa"
    "CasxdSHZo9CpYSmk1VuUj1ZYko8yF+SjhNDrYQZZTM7agWmJi5QY9tqnzq0QPEZCP+pTmY"
    "og8xJ+17TPZwhi+vv0Skg5n2TKAh/16VetIcZDutc6csr2I9WEvJyWOZVt+QgISsyV0lo8"
    "OL4vlmo5J1CJlhEQwchfGMiASIEZrnoJoRIpC8DNF6FhO1l7Y0BV9VXg5ovW7HW6Mo7Nt7"
    "JHw3TkoYuhaz8R634kr+s3MIHi4p2iBlBLyG7cGOnMEGMKCH5JQiX8JYU/gZJLMHMo3LTA"
    "Fhenq/oc34lt39In2IWiSRB7k0Q/OzU7SblRdvbL4cNO0rB9w+sa4dJRSlX0qszR0mE7+h"
    "qsTiFX/C4zvz3PSHFGh+kUh8vM4bmHaw0mx0gVn8vM50fipp86kCn7hyjWEvrX0mPfvBCR"
    "fx6Zn+IOsu4zIQ1T7Q/Tg91i+o/Dw6Ojt4cHR6fvTo7fvj15dxCAm+zKQ/m89RGAjnwiKv"
    "3yB12vVPrlD8FmL9ltHTZHKZXwUWYuqyRblWSrkmyzkmy1RyKfOi3T1uurL0m31UkwbGnS"
    "bWMyIdT8BSpNobspR0PHRQPHkOEHsJr6qa3gfh3U0dPIMkYy9xTwQ2M8Q4YjRhopVay2em"
    "VV36oEi04dZWe0bhJouv8g0zUiLppdrSFDfX29oU/FNti7vdEFaO2P0OEFT+teQnZJYoAh"
    "/VzfLCY8dokSe6VUPHjuXBAS2WYzIXKBUn+saiLkTYTQJlzYkh8lVep0qRUtOEjdNde05k"
    "dIFaNLzWiamoqQH01Z8s28vCEmEJ+27hYaEO8xoWpuECiygd7eQGITUPapQEVrw0EJZ0hM"
    "KELBZSGk369ig7sSUu9MbGzjcmxsO61Z9AKWtG27tZShThnqSm+oiy0AW0DUL2lXUUAXa1"
    "7JDJ8fxObofVdJw6fXV19m+BwGwwodFCdI0ZPFRwijkQWB07M6enItLjY7qKnnV9RjXqU+"
    "9GrgkqH4ykd6cMtBHapAs1/F29kzbhns9dj8Of8EuR3dU1Yp9LR0KFPoxY7LgoWLQly+5T"
    "UUyu3VLATrq7j8Tww5T/Q9Io/Encnj7NAdscVji/4x1CZ0CTaRM+VCIe5TizMk7c1MaM9e"
    "pUOhN7iiT/7w3028QNj0W4dqh4GCAT8tc/BzqUsWbsfUW/rNP9vCq4SBrdYvtJhuW49rJJ"
    "DPqfaYPv48YG4zezzH7pmRavQiDJ2rLw471rxeRm2fvQG8/bo+qvzmsxl81suVU4lyy6sk"
    "cKELFFyU76u6ZGx/TRZiujEiKQLbzRjbdk5UckBWJaPY0eHb02DCwo+8uXpz1bi8TCvr8b"
    "iWMyVMpzwppfakqMTFH4LLlD2R9TzgMVLF5zLzWSWo/lj8VgmqVeewSlD9UfjMJuLtiG7i"
    "tJJLH2wHZ+ovMcoYo4dAWinmXnRuzy81dN3Vmi2I04hyU3ZGDaRdrXGZNEcHkg3Brp1iZV"
    "pmmE7SKxP16iZqAeCjhfVA5CiOf4Jcwb86/M6UG06xk6RCJFWIo9uFOSoR/VIkuGBJWEeH"
    "kp4j/uw2qKMMJ6VtN6Rj0zCNG45ntfQoDdlVXxakweajCsVoABXiI8zRCDNEBD/MOgQZiC"
    "syrx1CGKjDkZ8K/D47nKKOxCXmUSXIYvmRGju/85aT2/JKTlTsgMa9FJtQIRF7ColQ/qCd"
    "+oMKa1IbKlBlw3fHGtSzR5899/Tdgnc4J1pahfa+4NDenjMWwp6QfzIEx0X/UumRR4YuFS"
    "F7xLYZMmxLRqhKaY3NqIFcIbPZvljnx71CaOu9PIo7JL5Fz9OOyIjbvbSqcFAKaSRb2HtJ"
    "Nd4qInkrSVtlIpVndy1vyaBrwW3vDdM213nv0q11Ehq4dGMdyEQSuBuTu5xPjMQSDykhsO"
    "ndOeLl3kPqCRVbHh/ALsgwtbjFiIk+9a4uIS9lRIwHNh0P0M2nxi+HJ6dgWoErcPItparQ"
    "/m6rElFKmohSMAR6k9Dnkpno9x35XPB05E1ORC7bprCfI5EnrvNI6HxXjeKcfVRFlGqjYy"
    "rKBnsOyDs5p8LfI4qsJyGSSsz0fS8q8523yMoSpqkE6NHl5fR4hcXl9DhzaYGu+PlahK4T"
    "qL4gU3HqpY6PgvzEtQsuBsR7rEIzT1stUoXmsvVFO0NA2adBmUW/vmKffhTQnkmzWp/etp"
    "tat9dotc/QVLyxy7F35u/ze13k0rVegfoIpfoeS/09KgOVMlBVykCloq/KGX0lE4ozwq/m"
    "ycZL4q+CYcuNfBadTDmTJjRZzQWzERjKQqVhAjeXvCx6wgyNsUkQlA2uLzrcnxjyjxBCFj"
    "XsqUnMFOve7u+n/GwlWOrrOea9oon2m6XYl22t33aOvSxDIIRI9mDZdkr4T7aVKUmpLE0b"
    "WJrGFmOQRrgGIxKUihEbMGKts5k3P5j5BcG+E7PfBLu80LQPCNRs32C2e8JQEVvrgqIS8z"
    "xq33lzsIqBR4zKtPDIvijGmYdpZoOcfZpmFVDevhXN0wuKILygqCDAO3AYwFe/Vm2bMKEy"
    "UpbaSPnscSnP/RGp+uhlswQoo++ujb6qPnoVkiguXDzktRS7r9dRzzP6msGQpQbfz2TC0d"
    "PIsUWfIyYBsnhqfmzOOGVgLcGyWs8xsD6I90uXpJdHDsxpyyxT15qdL1pXv9R6PTjExnCE"
    "siVEZ87hMJvgvDf9n7dCnmp12jehY9908VwMLsPiM34VqfxoFbXnKFvtOUoe2Ue+FYpNm4"
    "8vM3tKa6GSK2cRFTMgqATccRV+NR0+T4lPxsJ4R6euEwsToVRqplIzS8xLpWaWTh5SaqZS"
    "M8sFaDnVzCv4p+c8EOp9WjFlM9xdz1M5ZZPQAYORy0ONTDzz434wnCyFbnvN90LFxKBYoj"
    "sCsT+YPRATDR1XCPVTSLrHDM6oNJH4YdmeDooexLZEfUKOuOM8pMQZ7fhmKTrwn4tzOPGs"
    "9tcmKvGPUt1pZxmEJk7JIAQBNB1Wf3ie1PlyF6o0BEGKTMogRWbifLiS55Q8p+S5EoofJS"
    "1m0J3SNLkDmnPlDdcfsFzMEFwSO7Nlyu1fHl5JuTubn10pe9+jwUQ8nhwht3bsV/lBDP5w"
    "R0gI8hDM+kIWeMIpVvJd30yZ2kuwFOUJGpU3td80u41r7QyJRjwhfXreaXQvzrwSHJCzpz"
    "U/Q8YeMR769KbZ6cqhfrz280cV5R0LuVoW5b6PiKzJNcMs+BXU/nmr3ULupEfdp93bdrvV"
    "/niGxLoJUa2CObfNpqZdwCA2NQxCTBj3odG6hKYhtmz43Wy0m9qlbDIAE9v2n+XZWTlxHf"
    "guixW4DBPts8jlweuDZxDqt1DjUurESYizg3gDAhXEu0EQ7yS1Lm62G3CySVncH7zmjWAD"
    "PH+BOb6g2GiSvxzcdzLHies6rkDVLFQBOkpVhfke3SiPV9koj7M3yuPERukhNha7XsFFJU"
    "FYBbT3vbrMFcIk8HlFRMNUFTpIeM81RFX0wVqfwUuLPhBqmbsem6OU6ny4MnN5aFGLjdZi"
    "c4xU8bnMfFa+EuUrUb6SVF9JE0/41CVNiE6opThNIv31PO+J4Y3UjWBooaO5sCEJEaYmGj"
    "uUj96jgfw3cHsMLZdxZGLp+rjtNfMP3FrzerlBF5JehV08a9iFx4PU3TorwNonUKEXq89G"
    "FXqRmJJKnFDihBInlmUYimW7Oz+tJi3RMNyfK07IDSB88M164kRw5CbDj8REzBkTWQLuvQ"
    "yegJvcYQaZh4zYQz9Isw4CQc6ZTTu6T5/2aW/kXRqOC2XIdqB2qx+yAdcRAFCGvXgGeUcx"
    "RSCa1OJwpKi4IHPQHDMIQYWjhRH8FKD6ASOW26eOa4pHfwUv9atJDG/4rwcHB//4edOQkP"
    "KsjWUo+7jlSBB1etSeLb+JbarIqrpsSytY/XTdDa0M38GWt7ONtqiWScYThxNqzIQ0kbZJ"
    "xUbkblPWYqzuHxKzQvyg8yR4KBVRTOdbyE9CK4UzoV250mPThKASSCuAveTOMWeQKi+3GO"
    "qIDWhGuNBoTeueMD5AXB4jKEZZRFwTqp6lBBLu666pOrS8OfQCSkqFfk4VOmDFqg7ygKDM"
    "YYRrOsffreIcf5ftHH+XcI6nHi2VDe4mR0uVG9rDk5NVIvROTrJD9KAvdgC1XHuKALygqC"
    "DGOyjilhHPml07OSuE9UVLl1uzFo0IFtpWoaqlIRIV8rhBOBjIL2m6EsXuLB35OUUM9rsZ"
    "J6xagJ/7GAaAC7zPW+1G92t6aNJ5CubnX3taIx4a9m1iie41XOpRShUgUzqX+kba8PYUuA"
    "ZxLWNUS1Hc/J56nsKGF2OW6WnZjN1yzpTSaDbUaFTx5H2I3vBRFUDYH15BdHdSADzzFNFs"
    "OTH7FFElJy6TE591M/v+/1pedKg="
)
