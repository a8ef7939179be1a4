import { defineCheck } from '../define-check.js';
import { reportDeadValues, type WhyDead } from '../rule-values.js';

export const addressBlockNeverMatches = defineCheck({
  id: 'address-block-never-matches',
  severity: 'error',
  title: 'An IPv4 address written as IPv6',
  why: 'ztunnel turns addresses of the form `::ffff:10.0.0.1` into IPv4 before it compares them, so a block that is written in that form contains none.',
  fix: 'Write the block as IPv4.',
  source: 'ztunnel src/rbac.rs, src/proxy.rs to_canonical; confirmed by running (semantics 4.7)',

  run({ index }, report) {
    const whyDead: WhyDead = (value, _field, policy) =>
      /^(::|(0+:){5})ffff:/i.test(value) && index.verdictsOf(policy, 'ZTUNNEL').length > 0
        ? 'but ztunnel compares such addresses as IPv4'
        : null;
    reportDeadValues(index, ['ipBlocks', 'notIpBlocks', 'when.source.ip', 'when.destination.ip'], whyDead, report);
  },
});
