import { field, texts } from '../../model/narrow.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const serviceEntryExportIgnored = defineCheck({
  id: 'service-entry-export-ignored',
  severity: 'warning',
  title: 'A ServiceEntry whose exportTo ambient mode ignores',
  why: 'Sidecars respect `exportTo`. ztunnel is told every ServiceEntry, so clients in ambient mode of all namespaces reach its host by what stands here.',
  fix: 'Limit who sees it with `meshConfig.serviceEntryVisibility` (Istio 1.31 or newer), or accept that all namespaces do.',
  source: 'istio pilot/pkg/serviceregistry/ambient/services.go (semantics 3.8; 10.6 SE_EXPORTTO_RELIED_ON)',

  run({ model }, report) {
    const namespaces = new Set(
      model.workloads.filter(({ capture }) => capture.captured).map(({ namespace }) => namespace),
    );
    if (namespaces.size === 0) return;
    for (const { kind, manifest, visibility, ...service } of model.services) {
      if (kind !== 'ServiceEntry' || visibility !== 'PUBLIC') continue;
      const exported = texts(field(manifest.body.spec, 'exportTo'));
      if (exported.length === 0 || exported.includes('*')) continue;
      const meant = new Set(exported.map((name) => (name === '.' ? service.namespace : name)));
      const others = [...namespaces].filter((name) => !meant.has(name)).sort();
      if (others.length === 0) continue;
      report({
        manifest,
        field: ['spec', 'exportTo'],
        message: `${nameOf(manifest)} is meant for ${[...meant].sort().join(', ')} alone, but ztunnel ignores exportTo: clients in ${
          others.length === 1 ? others[0] : `${others.length} other namespaces`
        } use it too`,
        affected: others.map((name) => ({ kind: 'Namespace', namespace: '', name })),
      });
    }
  },
});
