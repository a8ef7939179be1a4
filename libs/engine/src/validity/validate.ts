import { canonicalBody } from '../manifest/canonical-json.js';
import type { Manifest, Skipped } from '../manifest/manifest.js';
import { withBody } from '../manifest/read-manifest.js';
import { dotted, refOf } from '../model/evidence.js';
import { Definitions } from './custom/definitions.js';
import { ObjectChecks } from './object-checks.js';
import type { Fault } from './schema.js';
import { crossObjectFaults } from './cross-object-faults.js';

const SHOWN_FAULTS = 3;

export interface ValidationResult {
  /** In the order of the input. */
  readonly valid: readonly Manifest[];
  readonly skipped: readonly Skipped[];
}

/**
 * Parts the objects that a cluster would take from those that its API server or Istio's webhook would refuse
 * (docs/validity.md).
 */
export function validate(manifests: readonly Manifest[]): ValidationResult {
  const definitions = new Definitions(manifests);
  const checks = new ObjectChecks(definitions);
  const skipped: Skipped[] = [];
  let valid = manifests.filter((manifest) => {
    const faults = checks.faultsOf(manifest) === null ? null : checks.faultsOf(asStored(manifest));
    if (faults !== null) skipped.push(refused(manifest, faults));
    return faults === null;
  });
  const crossing = crossObjectFaults(valid);
  if (crossing.size > 0) {
    valid = valid.filter((manifest) => !crossing.has(manifest));
    for (const [manifest, fault] of crossing) skipped.push(refused(manifest, [fault]));
  }
  const nothingLeft = skipped.length === 0;
  skipped.push(...definitions.notes());
  return { valid: nothingLeft ? manifests : valid, skipped };
}

/** What is refused, and in which order it is told, must not hang on the order of keys or on what no store keeps. */
const asStored = (manifest: Manifest): Manifest => withBody(manifest, canonicalBody(manifest.body));

/** Names the place of the first fault, and says the others too. */
export function refused(manifest: Manifest, faults: readonly Fault[]): Skipped {
  const path = faults[0]?.path ?? [];
  const { file, line } = path.length === 0 ? manifest.place : manifest.locate(path);
  const sentences = faults
    .slice(0, SHOWN_FAULTS)
    .map((fault) => `${dotted(fault.path) || 'The object'} ${fault.problem}`);
  const more = faults.length > SHOWN_FAULTS ? `; and ${faults.length - SHOWN_FAULTS} more` : '';
  return {
    file,
    line,
    reason: 'INVALID_OBJECT',
    message: withStop(`${sentences.join('; ')}${more}`),
    object: refOf(manifest),
    field: dotted(path),
  };
}

const withStop = (sentence: string): string => (sentence.endsWith('?') ? sentence : `${sentence}.`);
