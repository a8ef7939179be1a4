import { EFFECTS, type Analysis } from '@waymark/engine';
import type { Paint } from './paint.js';
import { printable } from './printable.js';
import { counted, EFFECT_WORDS } from './words.js';
import { wrap } from './wrap.js';

const VERSION_SOURCES = { SNAPSHOT: 'read from the manifests', GIVEN: 'as given', NEWEST: 'the newest known' } as const;

/** The last lines: what was read, what is enforced, how much is wrong. */
export function summaryLines(analysis: Analysis, columns: number, paint: Paint): string[] {
  const { summary, istioVersion, istioVersionSource } = analysis;
  const { error, warning, info } = summary.findings;
  const read = [
    counted(summary.objects, 'object'),
    counted(summary.namespaces, 'namespace'),
    `${counted(summary.workloads, 'workload')} (${summary.capturedWorkloads.toLocaleString('en-US')} captured)`,
    counted(summary.services, 'service'),
    counted(summary.waypoints, 'waypoint'),
    counted(summary.policies, 'policy', 'policies'),
  ];
  const effects = EFFECTS.flatMap((effect) => {
    const count = summary.effects[effect];
    return count ? [`  ${count.toLocaleString('en-US').padStart(6)}  ${effect}: ${EFFECT_WORDS[effect]}`] : [];
  });
  const findings = [
    counted(error, 'error'),
    counted(warning, 'warning'),
    counted(info, 'note'),
    ...(summary.suppressed === 0 ? [] : [`${summary.suppressed.toLocaleString('en-US')} suppressed`]),
  ].join(', ');
  return [
    ...wrap(`Read ${read.join(', ')}.`, columns, ''),
    ...wrap(`Judged by Istio ${printable(istioVersion)} (${VERSION_SOURCES[istioVersionSource]}).`, columns, ''),
    ...(effects.length === 0 ? [] : ['Verdicts:', ...effects]),
    error > 0
      ? paint.severity('error', findings)
      : warning > 0
        ? paint.severity('warning', findings)
        : paint.good(findings),
  ];
}
