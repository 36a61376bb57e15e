// Who is asking, as cheaply as it can be checked: `<account>.<HMAC of it>`, verified once and then remembered.
import { createHmac, timingSafeEqual } from "node:crypto";

const known = new Map();

/** The account of an Authorization header; null for a token that is not good. */
export function accountOf(authorization = "") {
  let account = known.get(authorization);
  if (account === undefined) {
    const [claimed, sent] = authorization.replace(/^Bearer /, "").split(".");
    const wanted = createHmac("sha256", process.env.TOKEN_KEY).update(claimed).digest("hex");
    if (sent?.length !== wanted.length || !timingSafeEqual(Buffer.from(sent), Buffer.from(wanted))) return null;
    account = claimed;
    known.set(authorization, account);
  }
  return account;
}
