import type { Effect, EnforcerType } from './generated/graphql';

// The parts of the API's contract that many components show; the compiler checks every query against them.

export interface ObjectRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export interface Enforcer {
  readonly type: EnforcerType;
  readonly namespace: string;
  readonly name: string;
}

export interface Fact {
  readonly fact: string;
  readonly object: ObjectRef;
  readonly field: string;
  readonly file: string;
  readonly line: number;
}

export interface EffectCount {
  readonly effect: Effect;
  readonly count: number;
}

export interface EnforcerCount {
  readonly type: EnforcerType;
  readonly count: number;
}

export interface FindingCounts {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
}

export interface Label {
  readonly key: string;
  readonly value: string;
}
