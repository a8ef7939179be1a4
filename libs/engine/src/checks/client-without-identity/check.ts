import { factAt } from '../../model/evidence.js';
import { clientsWithIdentity } from '../clients.js';
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
    for (const { policy, field, position, value, workloads } of clientsWithIdentity(input, 'NONE')) {
      const verdicts = input.index.verdictsOf(policy).filter(({ enforcer: { type } }) => AT_PODS.has(type));
      const [example] = workloads;
      if (verdicts.length === 0 || example === undefined) continue;
      const path = [...field.path, position];
      report({
        manifest: policy.manifest,
        field: path,
        message: `${nameOf(policy)} names ${value}, but the pods of ${listed(workloads.map(({ owner }) => nameOf(owner)))} are outside the mesh and have no identity: it ${harmOfDeadValue(policy, field)}`,
        affected: [...workloads.map(({ owner }) => owner), ...verdicts.flatMap(({ targets }) => targets)],
        evidence: [
          factAt(policy.manifest, path, `This names ${nameOf(example.owner)}.`),
          factAt(example.manifest, [], 'These pods are neither captured by ztunnel nor have they a sidecar.'),
        ],
        cause: value,
      });
    }
  },
});

const AT_PODS: ReadonlySet<string> = new Set(['ZTUNNEL', 'SIDECAR']);
