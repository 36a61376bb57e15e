from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
-- One number per transaction and account. The account's row in data_revision stays locked until the transaction
-- ends, so that numbers become visible in their order. The setting remembers the numbers as `owner:number;`, until then
-- or until they become many, after which an account may take another.
CREATE OR REPLACE FUNCTION next_revision(owner UUID) RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
    known TEXT := coalesce(current_setting('pipeline.revision', true), '');
    place INT := strpos(known, owner || ':');
    taken BIGINT;
BEGIN
    IF place > 0 THEN
        RETURN split_part(substr(known, place + 37, 20), ';', 1)::bigint;
    END IF;
    INSERT INTO data_revision AS kept (user_id, revision) VALUES (owner, 1)
        ON CONFLICT (user_id) DO UPDATE SET revision = kept.revision + 1 RETURNING revision INTO taken;
    PERFORM set_config('pipeline.revision', owner || ':' || taken || ';' || CASE WHEN length(known) < 1000 THEN known ELSE '' END, true);
    RETURN taken;
END $$;"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
CREATE OR REPLACE FUNCTION next_revision(owner UUID) RETURNS BIGINT LANGUAGE plpgsql AS $$
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
END $$;"""


MODELS_STATE = (
    "eJztXet32ri2/1e0+DIzdzGdNK/2pHfdtQhxW6YJ5ADpTM8wyyi2CDoxMscySblz53+/2r"
    "IxtrEN5hXj6EtaJG0/fluW9lt/VUa2SSz+5o4Tp3KB/qowPCLiP5H2Kqrg8XjeCg0uvrfk"
    "QGwY9oS5ctA9dx1suKJ5gC1ORJNJuOHQsUttBoP7ZISp1UeUI8t+Jg4yMCcfUH8ibgN31h"
    "/JVPa6Q4JmjYiy0Ogq4rboxq78hUybcMRsF7nEspD7bCM8xo77Bp7HtA3xQJQ97P/WE0b/"
    "MyG6az8QcT2A9o8/RTNlJvlO+Ozn+FEfUGKZEeSpCReQ7bo7Hcu2u7vG1Uc5El7rXjdsaz"
    "Ji89HjqTu0WTB8MqHmG6CBvgfCiINdYobYwiaW5TNw1uQ9sWhwnQkJHtWcN5hkgCcWMLfy"
    "34MJM4CnSN4J/pz+j/9ooWG63mx19Y7W1fXKwlyAR4jxyG8ybAbziDIXgPrrb++6c0Bkaw"
    "VuUP9ca/94cv6ThMDm7oMjOyVclb8lIXaxRypBn6MsZ8Mi0PUhdpKBDghiWItH3Q3KM4B2"
    "AGllhL/rFmEP7lD8PD47zcD4a60tYRajJM62+MK9L7/pdx17fYD3HN/ZF5QH4jDNWij7GA"
    "Ygz4bMUZ6vS3uH+exoBZTPjlJBhq5kjGHpWgfnGd1WsC7QhN4+0mPM+bPtmPoQ82EeqBcI"
    "t7N6FGpiH5+drbR+nGWsH2dxxOVyK4BkA+qMSMKWeGnbFsEsY7GOUseAvxfku0I+aNnvbn"
    "jZal3DlUec/8eSDY1uDPG7m0ut/eNbyQgxiLqyudHsxue7hVnyNNfYZCQxb4jHwswgi1Pe"
    "p93fTK8MHDJ7jlUBr3xsa5q4mKDssdu2dtO4u7lAY4eM6GTUY1qzq7Vv242OGEOYS5yxQz"
    "mJC5UrfR2rLEbH6YvR8cJiZDgEANSxu8iiK9Hj0hFJ/iyilDEGmT7pm9l/DnBhyoC627jR"
    "Ot3azW3kE7mqdTXoOZat01jrj+cxtgQXQb81up8R/ET/ajW1uAAajOv+qwLPhCeurTP7Wc"
    "dmGJNZ86zpb1AKBo8hgRUa7rHx+IzFHrLQYx/baWMXu0bHo3gLZvhBMgnQhOf0tb4O4dxD"
    "fkEhnHVVs3RCHhq0VCe8pk9CjxIqJLUQdUEDI2LymMh2gkahsmHuIoeIz5UPkWs/EobI9z"
    "EVPxc1vW1cUOlvBdffQIbVxexlCYtgtuQ7p1Ky2GqyGB3nwdgbXUJsT1eB9jQd2dMFYNVO"
    "XtqdPMxm2Gt0sfSsw+g4rWJ1oVntyxBrMDpKqdhcbDaDQLkOk0N0W2BxweydZeKwlBTzif"
    "Ihkm3K88Vl6hLxfUGZjaK7CO1H2yH0gX0h0wULUwzQmHfyMCGdt84/ZQc/BypleEKJdxdv"
    "TDx7Xb3WqdeutMrfL2MdaHtacxeU5kqCiSDSX82yE/j6t+4GQ5daC76QsYvwwCWOVOMnYa"
    "8sRpwIUE1oBbXfEb8eGBXCE8LSrztI8Atv44IbWAtM+kB4Lh12TlE6T+T5Ko7I83Q/5Lnv"
    "hsxw+yr57JXs3uuIZ9vVs5R0tjP++gbmnAJalErJaNkyWsiIv6GYFvIZHCawSyW16Mwqkr"
    "BWG9NUQS3oyxTS8JjmEdD648m9RQ0BRR8NBNu4EKuqqO9JLX1kD2SAnZCrHOKisWODr4a6"
    "H8KtQg4j1gAELj60nxmyxexCWIhhEGz3KOS1hOi+fd1VOYYKsGplSXjBRMgjU0eISidWvz"
    "1fQax+G9/P52I1dEUdFy+vtRTKM7QtvWUOcN7QyY3CJosN7tujVSJoxKj0+Xu0EEPDDRuu"
    "soBwzXHwNEV6DEhiIFvUm9gHhnKWPqD93v3jT+WsfI2qVYEsJEqBfi0uacVp5cg6SCOJcm"
    "QdsCPr1rEHVAK7YBqZdVWzLCPj0KCldpEWI8ixn9GYOMjPmfScTEPMEcfURNweEXco8PbM"
    "EjbYF7jofiLyt8+9hIDX7V56AwtHcdaaF9W+d2PYGBJsWpTlUgvDNOXLqNtJsCt/pJaVUz"
    "MMSPaoGYZsdfcTarmU8Tdwv5cw1yXqi1OCHa4LpYA4lPi7X2ybtGzsJkOaRBwDdwDUhzeF"
    "M2C8at1dXmvotq3VG51GqxkVJmUnNM0Tt9pa7TqeueWQAXEAsoQ5/Gun1UwxgEbJ4iI9NV"
    "z0f2jf0xlu+xLTGWCKiPezBePHm9rv8bWkft26jK/mcIHLGGNAE/pfO9/yHaYp3/K9favp"
    "MyGPupC1nRTT9PLkxegV9pjCOLKZiac5J3vlptW8qn27QB51j3XuvN98Elwtt7V1JWNrhq"
    "01iSnWVH+wcUK9hQZL2QBiVDFOUHaAK794XPHPz8dvT9+dvj85P30vhsjnDFreZWDvJelu"
    "lCC4TG0VekTXFn92rLQWQTbfssq6YTwln4wStVC/p5odQxmMWaqDNlyOXPLdRTazphdS9Q"
    "MFFrIkDah2I9RFyjO87GvQK395wdVK5WncracRvpdFfLuiNUXm88eXAt8lOmO2kB2oPtet"
    "5qfZ8LjkHQX7UbznuqLfjHaPQh/cw8y5XFS63261K7EYAW2PAS4XclHusdurjxdobA567K"
    "pV//0CCf58L4YMSHnwfgvcySzkEiVUNVxy1HBR/vq1lqWD8++NzTXZHKVUbC42mwvjWiku"
    "U5Ubt0g68d7cuL/a95UE5Rmaq1ma87/9ActD2sVIGVnuV4cVCJEH4ggld1pFHhOl71XA80"
    "ScD6gfGutFFguFmSQErW/nuj3WY/3/kvVrq6hvYGYzamBLnzhWXwaw9znBjjEUPxzw9Tr0"
    "iZho4NijuTMYecsGr6L7KeoLzKypGG6Jy4vbOuSJQnrD7OY95nuZf+AI9Eo0G4CwKy8piy"
    "sZQ8weBJqcuHBRLKYUfRCvt6lZwAMthylxTrDciuhP+8Kar7ZhQ6xmWAOKb3Mp5NYSkbvt"
    "0RizqZ7XsBKnK4UBYA8O+xluiUVw0+0sMbJSoL1vcwusrC51rVzzPEJUCtj3MMklYHmneI"
    "SoFEi/xAQPP2oO8BNIy+DC3zcHuD1xDAKybJ41JkpVBtzjRYVP36+yyIhhGYWFoTO2l4aV"
    "h1y7aZywDJjve66D2iUwhMfMO+ETSMvAgf3Mem+1yL++7NlbNMJs4kXD7B7q7R+hwF3sTh"
    "JiEldzzs2p9wg42GOEnufm99E1oHy81umCo25+lR6r3d5eN6BRfq/QIkd+bWi/NZqf/LFP"
    "lDwLTvVY6+NHra23tbrW+ApE9mBAHN0hBgELTo+1tV+1uryHQ/5NDHkHeKrw3Znt6rH3eP"
    "EC9lIDAP6tORnC9HucDtJQlncmfLy7vtbBASAuKR5AB1dKj93W2l2/FY6M8lvrrWa3Xat3"
    "L5BgiLRJ+vOj6c8MBjy/aXU14PjIdgUNHGNwXWvW/bMMLABMzJzuZ619geZP/OI8t2xvd8"
    "qzyoZpSrib7aRUN9e9mbGI8zI/+5xOudlzuNk5trAz1Uc0YWqnmqSjRCq4NR1W/H0NWD0i"
    "BWsqrMbEgWSPXKeGJZCWb1E+WWFJPkldkE8WhF4PM8histcOTFu4SIFhr3xu3QnBYyj0ox"
    "6TqQgyL+E3TftygSCmv8duhJTzWaYsuMMe+6bVxHhI91pHTtl+pJqQl5Myp9ItHwFBgblS"
    "WIuHix/ypVrOCFSiZQREMPLnBjIgUmCGq15CqETCAtD5KjRsO21vDKjKvgp0vmr1bqst49"
    "h8K3s0TEceuhi69jOhD0N5Xb+BCxTn7xQ1gFIhu7nGUOeGGJND8FskVMLfovAnUHII5jaD"
    "m+bY4uJ0ZZ/jO7HtU32MHSiaBLE3i+inp2YvUm6UnX04fNhJGrZveF0jXDpKqYpeFTlaOm"
    "xHX4PVCeSK30Xmt+cZyc/oMJ3icJE5PPNwrcHkGKnic5H5/ESc5FMHUmX/EMVaQv9aeuzb"
    "AxH5Z5H5Ce4g+pAKaZhqf5ge7RbTfxwfn5y8Oz46OX9/dvru3dn7owDcxa4slC8bnwDoyC"
    "ei0i9f6Xql0i9fBZu9ZLd12BylVMJHkbmskmxVkq1Ksk1LstWeiHzqpExbr6+6JN1WJ8Gw"
    "pUm3tfGYMPNnqDSF7icuGtgO6tuGDD+A1dRPbQX3a7+KnofUGMrcU8APjfAUGbYYaSRUsd"
    "rqlVV9qwIsOlWUntG6SaDp/oNM14i4qLe1mgz19fWGHhPbYPeuowvQmp+gwwue1r2E7ILE"
    "AEP6ub5ZTHjsEgX2Sql48My5ICSyzWZC5AKF/ljVRMiaCKFNOLclP0qq1OlCK1pwkLpjrm"
    "nNj5AqRhea0SwxFSE7mrLgm3lxQ0wgPm3dLTQg3mNC1cwgkGcDvetAYhNQ9phARWvCQQkX"
    "SEwowsBlIaTfb2KDuxFS71RsbKNibGw7rVl0AEvatt1aylCnDHWFN9TFFoAtIOqXtCspoP"
    "M1r2CGz49ic/S+q0XDp9dXXWb4HATDch0UJ0jRM3WHCKMhhcDpaRU9O9QVmx3U1PMr6nGv"
    "Uh/6se+QgfjKh3pwy34VqkDzX8TbWVOXGvzNyPwp+wS5Hd1TVin0tHQoU+jFjsuChfNCXL"
    "7lNRTK7dUsBOuruPwPHNnP7AMiT8SZyuPs0D2xxGOL/hHUJnQINpE9cYVC3GPU5Ujam7nQ"
    "nr1Kh0JvcESf/OG/m3iBsOm3CtUOAwUDflKz/1OhSxZux9Rb+M0/3cKrhIGt1i+kXLfo0x"
    "oJ5DOqPaaPvwyY28wez7B7pqQaHYShc/XFYcea12HU9tkbwNuv66PKb76YwWe9XDmVKLe8"
    "SoIrdIGci/JDWZeM7a/JQkw3hiRBYOuMsGVlRCUHZGUyip0cvzsPJiz8yJqrnZva9XVSWY"
    "+ntZwpYTrlSSm0J0UlLr4KLjP+TNbzgMdIFZ+LzGeVoPq6+K0SVMvOYZWg+lr4zMfi7Yhu"
    "4qSSSx8tG6fqLzHKGKMHQFoq5l617i6vNXTb1uoNiNOIclN2Rg2kba12vWiODiQbgh0rwc"
    "q0zDC9SK9M1KubqAWATxTrgciRH/8FcgX/6vDbE9ew850kFSIpQxzdLsxRC9EveYILloR1"
    "tBjp2uLPboM6inBS2nZDOjYN0+i4eFpJjtKQXdVlQRp8NipXjAZQIXeIXTTEHBHBD7MKQQ"
    "biitxrhxAGZrvITwX+kB5OUUXiErOoEkR5dqTGzu+85eS2rJITJTugcS/FJlRIxJ5CIpQ/"
    "aKf+oNya1IYKVNHw3bEG9eLRZy89fbfgHc6IllahvQcc2tu1R0LYE/JPiuA4718qPbqRoU"
    "tFyC6xLI4Mi8oIVSmt8SkzkCNkNssX6/y4VwhtfZBHcYfEt+h52hEZcbuXVhUOCiGNpAt7"
    "h1TjrSSSt5K0VSZScXbX4pYMuhXc9t4waXOd9S7dWsehgUs31r5MJIG7cbnL+cRILPGQEg"
    "Kb3r0tXu4DpJ4wseW5fdgFOWbUpZyY6HP35hryUobEeOSTUR91Ptd+Pj47B9MKXMEl3xOq"
    "Cu3vtioRpaCJKDlDoDcJfS6YiX7fkc85T0fe5ETkom0K+zkSeezYT4TNdtUozulHVUSpNj"
    "qmomiwZ4C8k3Mq/D0iz3oSIinFTN/3ojLbefOsLGGaUoAeXV7OT1dYXM5PU5cW6Iqfr0XY"
    "OoHqczIVp17o+CjIT1y74GJAvMcqNLO01TxVaK4bX7ULBJQ9FpRZ9Osr9tgnAe2FNKv12F"
    "2zrrW7tUbzAk3EGzsu9s78fXmvi1y61itQH6FU32Ohv0dloFIGqlIZqFT0VTGjr2RCcUr4"
    "1SzZeEn8VTBsuZGPsvHE5dKEJqu5YD4EQ1moNEzg5pKXRc+YoxE2CYKywdV5h/MDR/4RQo"
    "gyw5qYxEyw7u3+fsrPVoClvpph3subaL9Zin3R1vpt59jLMgRCiOSP1LISwn/SrUyLlMrS"
    "tIGlaUQ5hzTCNRixQKkYsQEj1jqbefODmQ8I9p2Y/cbYcXNN+4BAzfYNZrsnDOWxtc4pSj"
    "HPo/adt0erGHjEqFQLj+yLYpx6mGY6yOmnaZYB5e1b0Ty9IA/Cc4oSArwDhwF89WvVtgkT"
    "KiNloY2ULx6X8tIfkaqPXjRLgDL67troq+qjlyGJ4srBA7eSYPf1OqpZRl8zGLLU4PuFjF"
    "30PLQt0WeLSYCom5gfmzFOGVgLsKxWMwysj+L9kiXp5ZEDM9oiy9SVeuur1tavtW4XDrEx"
    "bKFsCdHZdeEwm+C8N/2fd0KearSandCxb7p4Lg6X4fEZv4pUfrKK2nOSrvacLB7ZR77nik"
    "2bjS8yewproZIrZx4VMyAoBdxxFX41HT5LiV+MhfGOTl0nFiZCqdRMpWYWmJdKzSycPKTU"
    "TKVmFgvQYqqZN/BP134kzPu0YspmuLuapXLKJqEDBiOXhxqZeOrH/WA4WQrddesfhIqJQb"
    "FE9wRifzB/JCYa2I4Q6ieQdI85nFFpIvGDWp4Oih7FtsR8Qhe5tv2YEGe045sl6MB/zM/h"
    "xNPKn5uoxK+lutPOMghNnJBBCAJoMqz+8Cyp83AXqiQEQYpclEHyzMTZcCXPKXlOyXMFFD"
    "8KWsygPWFJcgc0Z8objj9guZghuCR2ZmrK7V8eXslcZzo7u1L2fkD9sXg8OUJu7div8oM4"
    "/HFtISHIQzCrc1ngGSdYyXd9M2VqL8BSlCVolN7U3qm3a7faBRKNeEx67LJVa19deCU4IG"
    "dPq3+BjD1iPPZYp95qy6FiKe6xq8YnrdO9QCZ9IF4k38tHGWUdE7laVuW+j4ysyDXEzPlV"
    "VP55p91BLqVH3WPtu2az0fx0gcQ6ClGugll39bqmXcEgPjEMQkwY97HWuIamAaYW/K7Xmn"
    "XtWjYZgIll+c/y4qwcOzZ8p/kKXoaJ9ln08ujN0QsI+VuoeSl15EWI04N6AwIV1LtBUO84"
    "sU5uultwvEmZ3FdeA0ewAZ4/xxyfU2w0yQ8H953MceI4tiNQNXNVhI5SlWG+RzfK01U2yt"
    "P0jfJ0YaP0EBuJXS/norJAWAa09726zBTEReCzioqGqUp0sPCea4qqaIS1PoNDi0YQapmz"
    "HpujlOq8uCJzeUAZ5cO12BwjVXwuMp+V70T5TpTvJNF3IvhCH4aJSQKzrmqWD4WGBi33o3"
    "AqpkBQqGVAHe4iyzawhUw8nRVTHhOH2lCLWVac68ujtDwCLh4QIiosW4ZaSK+GPbFM8HbI"
    "ei7Yoo8kwaWyv/sq70oBFqtqhndFQrWA82rG+hltob0rV7XG9Tc98JRgak11z1/SY79p2h"
    "fR2bm7uam1v12gZ0IeRTefjEbYmfZYW6u3bm60pti1G63mBXKIYY9GhAk0xdV77LYG6RFN"
    "/UrranVvyBhDjgSsaC4xvFHi2l/Ew9WatetvnUbnQnwjziNxdbEGWVNO10qT2IHfhiZWUE"
    "6P6AkIXnVMj0tdK5d1LSAo8lezbsLD2dkq0/LsLH1eQp8qL/3SWTzExbBj5LHYh2mUY2qT"
    "ajPpVYlTTSz7rkR8wLZ6ZbFca5lRNg5l41A2jlLYOOp47E4cUoeMjEqCoSPSX82ydhjeSN"
    "0IhuY6jhwbkhBhZqKRENmGH1Bf/huEenqmCTBKUAb5JdmHjK95vcxEE0mvUk1eNNXE40Hi"
    "bp0ii84IXrVqqtJNVLqJEicOBtJDFSfEMozbsxN6k4orhfszxQm5AYQP+11PnJD5qEMMB1"
    "Y+ERNxe0Rk2fsP0nkBN7nHHKotcWIN/MTUKggEGedU7+g+PdZj3aF3ac+/YtlwXo2fpgLX"
    "EQAwjj0vg7yjmCKQQUtdRJgpLshtNMMM0m4N8RgIfgpQ/SQZ6vSY7Zji0X+El/rFJIY3/J"
    "ejo6N//LSpo6Y4a2MRjrrYsn9GnZi95+i2hW0qz6q6bEvLeeLLuhtaEb6DLW9nm3n1TTIa"
    "2y5hxlRIE0mbVGxE5jZF52N1/2DcFXz99rPgoVREMZttIT8IrdSsItuRKz02TUicAf877C"
    "X3tjmF8oByi2G22ICmxBUaree87COXWJZY8G2TEnFNqPSe4Onf110TdWh5c+gFlJQK/ZIq"
    "dMCKVZ0KAUEJnQrvV3EqvE93KrxfcCokHqedDu4mx2kXG9qdeIDn6a2rAjynKCHGOyhcn5"
    "Kzm35eVFqa7kFLl1uzFg0JFtpWrpNaQiTKe76B9xzklyRdiWFnmoz8jCIG+/3UJbxcgF/6"
    "GAaAC7wvG81a+1tysMhlAuaX37paLZ7+9n1MRfcaLvUopXKpF86lvpE2vD0FrkYcagwrCY"
    "qb31PNUtjwfMwyPS2dsVuOZFYazYYajTowah+iN3xUORD2h5cQ3Z0cepYa2pouJ6aHtio5"
    "cZmc+KKb2d//D7Ez7Rg="
)
