import type { ObjectRef } from '../api/shapes';

/** "Service payments/ledger", "Namespace payments". */
export const objectName = ({ kind, namespace, name }: ObjectRef) =>
  `${kind} ${namespace ? `${namespace}/` : ''}${name}`;

export const sameObject = (a: ObjectRef, b: ObjectRef) =>
  a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
