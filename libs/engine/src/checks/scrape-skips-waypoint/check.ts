import { factAt } from '../../model/evidence.js';
import { labelValue } from '../../model/narrow.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';
import { podMetadata, workloadsByOwnerOnce } from '../workload-labels.js';

const SCRAPE = 'prometheus.io/scrape';

export const scrapeSkipsWaypoint = defineCheck({
  id: 'scrape-skips-waypoint',
  severity: 'info',
  title: 'Pods that are scraped around their waypoint',
  why: 'Prometheus addresses pods, and a waypoint that takes `service` traffic does not see this. The policies of the Service are not applied to scrapes; only ztunnel can say who may scrape.',
  fix: 'Nothing, if anybody in the mesh may scrape. Else an ALLOW policy without targetRefs for the port of the metrics.',
  source: 'ztunnel src/state.rs find_address (semantics 2.5, table 7.3 row B4)',

  run({ model, index }, report) {
    for (const workload of workloadsByOwnerOnce(index)) {
      const { annotations, capture, binding, manifest, owner } = workload;
      if (labelValue(annotations, SCRAPE) !== 'true' || !capture.captured || binding.waypoint !== null) continue;
      const services = (model.servicesByWorkload.get(workload) ?? []).filter(
        (service) => service.binding.waypoint?.role === 'WAYPOINT',
      );
      const skipped = services
        .flatMap((service) => index.policiesTargeting(service))
        .filter(({ kind }) => kind === 'AuthorizationPolicy');
      if (skipped.length === 0) continue;
      const field = podMetadata(workload, 'annotations', SCRAPE);
      report({
        manifest,
        field,
        message: `${nameOf(owner)} is scraped by the addresses of its pods, around the waypoint: ${listed(skipped.map(nameOf).sort())} ${skipped.length === 1 ? 'does' : 'do'} not apply to that`,
        affected: [owner, ...skipped],
        evidence: [factAt(manifest, field, 'Prometheus finds the pods by this annotation.')],
        cause: `${owner.kind}/${owner.name}`,
      });
    }
  },
});
