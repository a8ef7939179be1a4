import type { Manifest } from '../manifest/manifest.js';
import { factAt } from '../model/evidence.js';
import { field, list } from '../model/narrow.js';
import { POLICY_KINDS } from '../model/policy.js';
import { ROUTE_KINDS } from '../model/route.js';
import type { UnreadObject } from '../model/unread.js';
import { TRAFFIC_KINDS } from './traffic/judge-traffic.js';
import { NO_RULES, nobody, notEvaluated, type Draft } from './draft.js';

const JUDGED: ReadonlySet<string> = new Set([...POLICY_KINDS, ...ROUTE_KINDS, ...TRAFFIC_KINDS]);

/** Whether objects of the kind have verdicts. */
export const isJudged = ({ kind }: Manifest): boolean => JUDGED.has(kind);

/** A policy or route that istiod does not read: nobody can evaluate it (semantics 3.10). */
export function judgeUnread({ manifest, evidence }: UnreadObject): Draft {
  const rules =
    manifest.kind === 'AuthorizationPolicy' ? notEvaluated(list(field(manifest.body.spec, 'rules'))) : NO_RULES;
  const closing = factAt(manifest, [], 'istiod does not read it, so nobody evaluates it.');
  return nobody('NOT_ATTACHED', [], [...evidence(), closing], rules);
}
