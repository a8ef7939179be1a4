import { factAt } from '../../model/evidence.js';
import type { Workload } from '../../model/model.js';
import { clientsByPolicy, ownersOfClients } from '../clients.js';
import { defineCheck } from '../define-check.js';
import { harmOfDeadValue } from '../identities.js';
import { listed, nameOf } from '../say.js';

export const clientWithoutIdentity = defineCheck({
  id: 'client-without-identity',
  severity: 'error',
  title: 'A rule about the identity of clients that have none',
  why: 'Only pods that ztunnel captures, or that have a sidecar, prove who they are. The pods that this rule names are outside the mesh, so that they are recognised by no rule about identities: an ALLOW refuses them, a DENY lets them pass.',
  fix: 'Enrol the clients in the mesh, or name their addresses (`ipBlocks`).',
  source: 'ztunnel src/proxy/inbound_passthrough.rs; src/rbac.rs matches_principal (semantics 1.4, 4.7, table 7.4)',

  run(input, report) {
    for (const [policy, clients] of clientsByPolicy(input, 'NONE')) {
      const verdicts = input.index.verdictsOf(policy).filter(({ enforcer: { type } }) => AT_PODS.has(type));
      const [first] = clients;
      if (verdicts.length === 0 || first === undefined) continue;
      const owners = ownersOfClients(clients);
      report({
        manifest: policy.manifest,
        field: [...first.field.path, first.position],
        message: `${nameOf(policy)} names ${listed(clients.map(({ value }) => value))}, but the pods of ${listed(owners.map(nameOf))} are outside the mesh and have no identity: it ${harmOfDeadValue(policy, first.field)}`,
        affected: [...owners, ...verdicts.flatMap(({ targets }) => targets)],
        evidence: [...(verdicts[0]?.evidence ?? []), ...first.workloads.slice(0, 1).map(outsideFact)],
      });
    }
  },
});

const outsideFact = ({ manifest }: Workload) =>
  factAt(manifest, [], 'These pods are neither captured by ztunnel nor have they a sidecar.');
const AT_PODS: ReadonlySet<string> = new Set(['ZTUNNEL', 'SIDECAR']);
