import type { AnalysisJson } from '@waymark/contract';
import type { Analysis } from '@waymark/engine';

/** A type without `readonly`, written out, so that two spellings of one shape are the same type. */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Plain<T[Key]> }
    : T;

type Same<A, B> = (<T>() => T extends Plain<A> ? 1 : 2) extends <T>() => T extends Plain<B> ? 1 : 2 ? true : false;

/** Does not compile when the published shape and the engine's own differ in any field. */
export const WIRE_SHAPE_IS_THE_ENGINES: Same<AnalysisJson, Analysis> = true;
