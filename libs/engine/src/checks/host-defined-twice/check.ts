import { field, texts } from '../../model/narrow.js';
import { anyCaptured, servicesByHost } from '../classic-routing.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const hostDefinedTwice = defineCheck({
  id: 'host-defined-twice',
  severity: 'warning',
  title: 'A host that two objects of one namespace define',
  why: 'For ambient mode one object of a namespace serves a host: the Kubernetes Service, else the oldest ServiceEntry. Addresses, ports and endpoints of the others are dropped.',
  fix: 'Merge them into one object, or choose another host.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/services.go ServicesCollection (semantics 3.8; 10.6 SE_DUPLICATE_HOST)',

  run({ model, index }, report) {
    const entries = model.manifests.filter(
      ({ kind, group }) => kind === 'ServiceEntry' && group === 'networking.istio.io',
    );
    if (entries.length === 0 || !index.once(anyCaptured)) return;
    const unread = new Set(model.unread.map(({ manifest }) => manifest));
    for (const manifest of entries) {
      if (unread.has(manifest)) continue;
      for (const [position, host] of texts(field(manifest.body.spec, 'hosts')).entries()) {
        const named = index.once(servicesByHost).get(host) ?? [];
        const owner = named.find(({ namespace }) => namespace === manifest.namespace);
        if (owner === undefined || owner.manifest === manifest) continue;
        report({
          manifest,
          field: ['spec', 'hosts', position],
          message: `${nameOf(manifest)} does not serve ${host}: ${nameOf(owner)} in the same namespace comes first, and ambient mode drops the other`,
          affected: [owner],
          cause: host,
        });
      }
    }
  },
});
