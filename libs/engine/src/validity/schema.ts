/**
 * A structural schema as a CustomResourceDefinition writes it (apiextensions.k8s.io/v1 JSONSchemaProps), with the
 * keywords that this engine reads.
 */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly SchemaRule[];
}

/** One CEL rule (x-kubernetes-validations). */
export interface SchemaRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

/** How objects of a schema are read. */
export interface SchemaDialect {
  /** Fields that the schema does not name: `kubectl` refuses them in custom resources (strict field validation). */
  readonly unknownFields: 'REFUSE' | 'IGNORE';
  /** `null`: wrong in a custom resource unless the schema allows it; as good as absent in Kubernetes' own kinds. */
  readonly nulls: 'REFUSE' | 'ABSENT';
  /** A test for a `pattern`, which matches anywhere in the text; null for a pattern that is not understood. */
  pattern(pattern: string): ((text: string) => boolean) | null;
  /** What a schema's CEL rules say of a value that fits the schema otherwise; null when it has none. */
  rules?(schema: Schema): Check | null;
}

/** What is wrong with a value, with paths that begin at the value; null when nothing is. */
export type Check = (value: unknown) => Fault[] | null;

/** One thing that the API server or a webhook would refuse. */
export interface Fault {
  /** From the value that was checked to the part that is wrong. */
  readonly path: (string | number)[];
  /** What must be, written after the name of the field: `must be a list, not a string`. */
  readonly problem: string;
}

export const fault = (problem: string, ...path: (string | number)[]): Fault => ({ path, problem });
