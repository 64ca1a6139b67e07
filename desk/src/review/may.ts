// What whoever is signed in may do; what they may not is not offered.
import { meta } from "../ui/frame";

const RANK = ["reader", "coder", "lead", "admin"] as const;
type Role = (typeof RANK)[number];

const atLeast = (role: Role): boolean => {
  const own = meta.value?.role;
  return own != null && RANK.indexOf(own) >= RANK.indexOf(role);
};

/** Rule on fields and events, comment, answer a set. */
export const mayJudge = (): boolean => atLeast("coder") && (meta.value?.may_write ?? false);
/** Make sets, adjudicate, release. */
export const mayLead = (): boolean => atLeast("lead") && (meta.value?.may_write ?? false);
/** People and the audit log. */
export const mayAdminister = (): boolean => atLeast("admin");
