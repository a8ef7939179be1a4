import type { Fact, Finding, Severity, Verdict } from '../analysis.js';
import type { FieldPath, Manifest, ObjectRef } from '../manifest/manifest.js';
import type { ClusterModel } from '../model/model.js';
import type { Suppressions } from '../suppression/suppressions.js';
import type { CheckIndex } from './check-index.js';

/** What a check sees: the model, the verdicts already computed, and look-ups that several checks share. */
export interface CheckInput {
  readonly model: ClusterModel;
  readonly verdicts: readonly Verdict[];
  readonly index: CheckIndex;
  readonly suppressions: Suppressions;
}

/** One cause. The place is looked up in the manifest; the fingerprint is made from check, object and `cause`. */
export interface Report {
  readonly manifest: Manifest;
  readonly field: FieldPath;
  readonly message: string;
  readonly affected?: readonly ObjectRef[];
  readonly evidence?: readonly Fact[];
  /** Tells causes on one object apart by content, never by index; '' when an object can have only one. */
  readonly cause?: string;
}

export interface Check {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  /** Istio file and function, documentation page, or semantics section. */
  readonly source: string;
  /** It asks what the others reported, so it runs after them. */
  readonly last?: boolean;
  run(input: CheckInput, report: (found: Report) => void): void;
}

export const defineCheck = (check: Check): Check => Object.freeze(check);

export type { Finding };
