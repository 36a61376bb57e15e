from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "job_tombstone" (
    "id" UUID NOT NULL PRIMARY KEY,
    "revision" BIGINT NOT NULL,
    "user_id" UUID NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "job_tombstone" IS 'Tells clients that sync rarely that the job is gone; written by a trigger.';
        CREATE TABLE IF NOT EXISTS "data_revision" (
    "revision" BIGINT NOT NULL,
    "user_id" UUID NOT NULL PRIMARY KEY REFERENCES "account" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "data_revision" IS 'One row per account that has saved something; the database itself counts, in a trigger.';
        ALTER TABLE "job" ADD "revision" BIGINT NOT NULL DEFAULT 0;

-- What the models cannot express; tests/test_migrations.py names the indexes and triggers.
-- One number per transaction and account. The account's row in data_revision stays locked until the transaction
-- ends, so that numbers become visible in their order; the setting remembers the number until then.
CREATE FUNCTION next_revision(owner UUID) RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
    known TEXT := current_setting('pipeline.revision', true);
    taken BIGINT;
BEGIN
    IF left(known, 37) = owner || ':' THEN
        RETURN substr(known, 38)::bigint;
    END IF;
    INSERT INTO data_revision AS kept (user_id, revision) VALUES (owner, 1)
        ON CONFLICT (user_id) DO UPDATE SET revision = kept.revision + 1 RETURNING revision INTO taken;
    PERFORM set_config('pipeline.revision', owner || ':' || taken, true);
    RETURN taken;
END $$;

CREATE FUNCTION job_revised() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    NEW.revision := next_revision(NEW.user_id);
    RETURN NEW;
END $$;
CREATE TRIGGER job_revised BEFORE INSERT OR UPDATE ON job FOR EACH ROW EXECUTE FUNCTION job_revised();

CREATE FUNCTION data_revised() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM next_revision(NEW.user_id);
    RETURN NULL;
END $$;
CREATE TRIGGER job_event_revised AFTER INSERT OR UPDATE ON job_event
    FOR EACH ROW EXECUTE FUNCTION data_revised();

-- A purged job keeps its place in the order. Jobs that go with their account leave nothing.
CREATE FUNCTION job_buried() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM account WHERE account.id = OLD.user_id) THEN
        INSERT INTO job_tombstone (id, user_id, revision) VALUES (
            OLD.id, OLD.user_id,
            CASE WHEN OLD.deleted_at IS NULL THEN next_revision(OLD.user_id) ELSE OLD.revision END
        );
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER job_buried AFTER DELETE ON job FOR EACH ROW EXECUTE FUNCTION job_buried();

CREATE INDEX "job_changes" ON "job" ("user_id", "revision", "id");
CREATE INDEX "job_tombstone_changes" ON "job_tombstone" ("user_id", "revision", "id");
ALTER TABLE "data_revision" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
UPDATE job SET version = version;
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TRIGGER "job_buried" ON "job";
        DROP TRIGGER "job_event_revised" ON "job_event";
        DROP TRIGGER "job_revised" ON "job";
        DROP FUNCTION job_buried(), data_revised(), job_revised(), next_revision(UUID);
        ALTER TABLE "job" DROP COLUMN "revision";
        DROP TABLE IF EXISTS "data_revision";
        DROP TABLE IF EXISTS "job_tombstone";"""


MODELS_STATE = (
    "eJztXW1z2rgW/isavtzuHbab92bTO3eGULelm0CHkO52lx2j2AK0MRIri1Jmb//71ZEN+D"
    "2YEGKov6S1pCOb5xyfNx3J/1RG3CaO+/LWJaJygf6pMDwi6j+h9iqq4PF42QoNEt85eiC2"
    "LD5hUg+6c6XAllTNfey4RDXZxLUEHUvKGQzukRGmTg9RFzl8SgSysEteo95E3QbubN6Tme"
    "6VQ4LmjYiywOgqcrnqxlJfIZsTFzEukSSOg+SUIzzGQr6E57G5pR6IssH2bz1h9O8JMSUf"
    "EDUfQPvHn6qZMpt8Je78cnxv9ilx7BDy1IYJdLspZ2PddnvbePNWj4SfdWda3JmM2HL0eC"
    "aHnC2GTybUfgk00DcgjAgsiR1gC5s4js/AeZP3xKpBiglZPKq9bLBJH08cYG7lP/0Js4Cn"
    "SN8J/pz813+0wDDTbLY65o3RMc1KTBbgESI88psszkCOKJMA1D/fvHmXgOjWCtyg/r7Wfn"
    "F89oOGgLtyIHSnhqvyTRNiiT1SDfoSZS0NcaDrQyySgV4QRLBWj/o0KM8BegJIKyP81XQI"
    "G8ihujw6PcnA+FOtrWFWozTOXL3h3pvf9LuOvD7Ae4nv/A3KA3GQZi2UfQwXIM+HLFFe6q"
    "Wtw3x6sALKpwepIENXMsagutbBeU63EawLJNCbR3qMXXfKhW0OsTvMA3WMcDPao1CCfXR6"
    "upL+OM3QH6dRxLW6VUCyPhUjkmASLzl3CGYZyjpMHQH+TpE/FfKLlu1aw8tW6wpmHrnu34"
    "5uaHQiiN9eXxrtF4eaEWoQlbq50exE5d3BLFnMDTYZacwb6rEws0hc5H3a7Ul6pS/I/DlW"
    "Bbzytm0YajJF2WUf28Z14/b6Ao0FGdHJqMuMZsdof2w3btQYwiQRY0FdEnUqV3o7VlFGR+"
    "nK6CimjCxBAEATyziL3qgeSUck+bUIU0YYZPukL+f/2UHFlAF1p3Ft3HRq1x9Dr8ibWseA"
    "niPdOou0vjiLsGUxCfq10XmP4BL93moaUQd0Ma7zewWeCU8kNxmfmtgOYjJvnjd9g6Cgfx"
    "9wWKHhDlv3U6xsSKyHH/G0sfGu0dEo2oIZHmgmAZrwnH7Ud0Nc10M+FhDOu6pZMaEbGPRg"
    "THhFv6g4SoWQ1EFUQgRGlPDYiItFowrZsCuRIOp1dYdI8nvCEPk6puoyHultYsIyfit4/A"
    "Y+rKmklyUowWzPd0lV+mKr+WJ0nAdjb/QeYnuyCrQn6ciexIAtLfneWvIgm8HWmEr1rMPo"
    "KG3J6kKz2vch1mB0mLJkc7HZDA7lOkwO0G2AxQXLd+4Th7WnmM+VD5Bs0p8vLlMfcN9jwW"
    "wY3Ti0b7kgdMB+IbNYhikCaGR1cjchXbYuX2WBp4uQMihQ6rerX0y8fF29dlOvvTEq354n"
    "O9D2ouYOBM2VhBRBqL+alSfw429TLoY+mC34hYwlwn1JhA7jJ8FVWYxcokC1oRXCfqGuBo"
    "wq5wlhva7bT1gX3sSEj8gW2HRA3Fwx7JJi71Yiz1ZZiDxLX4c885chM5Z9S//sO7He67hn"
    "m42zSu/syfjrJ5hzOmhhqtJHy/bRAkn8R7ppgTWD3QT2QU8tLFlFctZqY5rqqC36Mp00PK"
    "Z5HLTeeHLnUEtB0UN9xTZXuVVV1PO8lh7ifV1gp/wqQSQaCw5rNVS+DrYqP4w4fXC43CGf"
    "MsSVdCGs3DAotrtX/lpCdd+27louDBVAa2V5eAtByONTh4j2zq0+PFvBrT6M2vOlWw1d4Y"
    "WL549aCrUytKm4ZQlw3tLJR5VNFhvcw4NVKmjUqHT5PYjV0LgWh1liCNeEwLMU73FBEgHZ"
    "oZ5g7xjKWfGA8Vvnjz/LxcrvMbQqUIakDKC/lyXpktPlQtZOJknKhawdXsj6wO8qCWkRaK"
    "5mZUT+8gc8nAtRI3VKwt9WqBAiAyLQPZlVkcdENFbXCp4vRLxGvcBYLyRFnJGEbMdm5u2y"
    "Luv9W298rKKehRln1MKOORFOT2c+ei7BwhqqC0GQTQT9QmzUF3ykZ+KQAEGe2nCr6G6Geg"
    "ozZ6aGO2p6dVtBvlDIi81v3mX+btF/uQgCeDQfgLDUU+qqXGuI2QBW4YiESbESKTpQP++x"
    "+RcPtPjb2mAyWQ8uCSJvLWUxh98X++JmBAbwCD8eHZ68Ojk/Pjs5V0P0Yy5aXmUoyPkOkf"
    "S0S/GTW4U0LaEAi4/GmM3MvLF/lG4PcwBPUtY8xy1x92SHfE3RChGyvUD7gVxAyNedY/ri"
    "uvbbDyF/96rVfDcfHuBB/ap1GYEeNKuk0skl5yGivYB9C0KuAcsr4iGivUD6OQQ8+Kg5wE"
    "8g3YfN8NvmgMsnwiLgy+bRMWGqfcA9uhv15Hyl/agn5xk7UqEzYkuDwUMuaxol3AfMty3r"
    "EHYpDOEx8wp8Auk+cGA7Uu9pi/z6ZbtmFRIgE+xUtgL15s/ecCWWk4SlutVOI1hSbxFwyM"
    "eoOE8SOyfoEGgbbeOmY7y5QMtZuqz28eNVAxr1+woteuSnhvFro/nOH/uFkqniVJe13r41"
    "2mbbqBuNT0DE+30iTEEsAhmcLmsbH4y6vocgfxFL3wGeKnh3xqUZ+R3PfvKBjgCAf2sKQ5"
    "B+i+KgE2V5JeHt7dWVCQsAakr1ACaspHTZx1q747fCWWN+a73V7LRr9c4FUgzROUlfPpq+"
    "ZDDg+XWrYwDHR1wqGjj/4qrWrPuHYDgAmJKcznujfYGWT/zsPHe4Z53yaNkgzR5asyfZ4+"
    "2anmTEcc48aSdEV56xk+OMHRc7WMzMEU0Q7dSUdJjo4bT0Dsj2RhLTcVjx1zVg9YhKWFNh"
    "tSZCEGblOm4ugXT/lPLxCir5OFUhH8ecXg+zMRGUp1SyruD7RicpMOyV961b5XgMVXzUZW"
    "9qny+QjWdd9qth/HKBpoTcd9m18nLeX6CRcnGGXfbZqKnxM4LX8lMOV6spzCgpjFVsKhuY"
    "EKWkZz4WBAXmSmEzHhIP8lVvzgm2WLsZqKa/m1BHUua+hPs9R0F9YkWnwgSS/LmBXBCVYA"
    "a3S0GpRIICuPmkImyeZhsXVPuuBW4+GfVOq63r2Pwse7hMR5/WGZh7SuhgqOf1G1yF4vI3"
    "hROgVPlu0hqarqXG5HD84oSl8xd3/hRKgmCXM7hpDhMXpdt3GX+S3D41x1hAtS3U3sTR/3"
    "DTaqaiH6GMVupSS6L/oRXV9u7wASDJ5kMU8mq4OAcmSFxjWateOkxZVksXuVo6mEdfg9UJ"
    "5CW/i8xvb2UkP6ODdCWHi8zh+QrXGkyOkJZ8LjKfvxCRfFxFqu8foFjL6V8rjj3cEZd/Xp"
    "mfsBxEB6mQBqm2h+nB02L689HR8fGro4Pjs/PTk1evTs8PFuDGu7JQvmy8A6BDr0gc+XKf"
    "7XehryZje002hylLNheazd5mt3XYHKYsnY8ic7ncZFtusi032aZtsjW+EP3USTttvb7qA9"
    "ttTbIY9uCm29p4TJj9I2fODN1NJOpzgXrc0uUHoE39ra2w/NqroumQWsPFNz/RCM+QxdVI"
    "K+GQsY3OXB4kVgClU0XpO1ofU2i6/SLTNSou6m2jpkt9/bihy5QZ7NzemAq05jvo8IqnTW"
    "9DdkFqgGH7ufm4mvDIFAVelSrrwTNlQXlkj5OE0ASFfllLQcgShIARzp3JD5OW4XShAy04"
    "gV+s9+2VCGnJ6EIzmiVuRciupiy4MS9uiQnUp61rQhfEW9xQNU8I5DGgtzewsQkou0yhYj"
    "RvGq3mBVICRRgsWSjv97MycNfK650pwzYqhmF70jOLdkClbXpZq0zUlYm6wifqIgpgA4j6"
    "R9rtKaBLnVewxGeHj+5cyRmpJCc/l/3VhxKgMjT0wSRohziOiywVESosvY9ZuTNmIYEFcW"
    "ZeA6Qm1dRwNt9An9c3FVQqaxg/dC+UBd3s1GUatAAqvZqRBt2lQpCnd0S2XAtSuiulu/Lc"
    "1rWg64p1PJYTQepwnGySeQ31Z5pXyxtpWouhD5rXFiNI8Kk+ZNc/0lav/em9qa9RT/+rT7"
    "2Fb0r2qXAl7GdFlKHbTj1uUzcwX4Ih/WMh4Zq+8udjLGuqqi9PyA3q7nRD6vEghiskLZOB"
    "XRBkpSp3V/EkoQipx7gJzCON8+H75HSU2Y/SndgVSHfVnVBqGLfnQUuCOxHqz3QntAEIxj"
    "/ruRM6jh5iF7kYTt13+UjZdcUA75uFcJM7DF+l9r5aqGncKjgEGaH7E90HviPQGXpTK+me"
    "ucjh1r2aTI2ljp5HAcBc7IXC+o5KROAz2lQiwmxXf3J7jpmL7oilHgPBpQIVbqbmoKLLYA"
    "FPoBfwo36yieUN/+ng4ODnHx6bTSiObtzZo+zLJEJhkggxM5VHqz5k0pQa6XD154kNWhHe"
    "gw2bs0eZqIZNRmMu4Qwt5U0kGanIiEwzRZdj5ye9r/BBGz5VPNSBKGZo+TEXalcRF1rTY9"
    "tWesGFT+6CLbnj9gxNh1ybGMaVAZoR+Xr5ZV6ps8lqFCVqTjjTMuFzN9u6a2IMrW8OvYBS"
    "GUI/Zwi9YEW8UCGluGtOUOTavtXhDRUbnK9SbHCeXmxwHis2SPxKRDq4+/R9iC2csFp+M/"
    "mJv5mcVgqcfupnWunvTnuXG8sWDQlW0VYCoOlHDgVIHnXWUNGg3fZhQ+C/JMVKDIuUY/nm"
    "FNEjmGf+IZP7A/ilj+ECcIX3ZaNZa39OroG8TMD88nPHqEUwL9CHj3eIGztRWPyoaHhzAV"
    "yNCGoNKwmBm99TzQrY8HLMQ3FaOmM3XG5TRjSPjGhST61J9wrTj63ZB7fwSVxveKlyIOwP"
    "30N0Dw9WO/c66+DrWNgI3xzxd2ev6icGSEo/Maef+KzG7Nv/AeHU9KY="
)
