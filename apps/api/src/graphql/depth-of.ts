import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

/**
 * How deep a document nests fields, fragments included. Introspection does not count: graphql-js bounds it itself
 * (MaxIntrospectionDepthRule).
 */
export function depthOf(document: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const depths = new Depths(fragments);
  return Math.max(
    ...document.definitions.map((each) => (each.kind === Kind.OPERATION_DEFINITION ? depths.of(each.selectionSet) : 0)),
  );
}

/** Remembers each fragment, so that fragments that spread each other many times cost nothing more. */
class Depths {
  private readonly depthByFragment = new Map<string, number>();

  constructor(private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>) {}

  of(set: SelectionSetNode | undefined): number {
    let deepest = 0;
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.INLINE_FRAGMENT) deepest = Math.max(deepest, this.of(selection.selectionSet));
      else if (selection.kind === Kind.FRAGMENT_SPREAD)
        deepest = Math.max(deepest, this.ofFragment(selection.name.value));
      else if (!selection.name.value.startsWith('__')) deepest = Math.max(deepest, 1 + this.of(selection.selectionSet));
    }
    return deepest;
  }

  /** Validation has refused cycles before. */
  private ofFragment(name: string): number {
    const known = this.depthByFragment.get(name);
    if (known !== undefined) return known;
    const depth = this.of(this.fragments.get(name)?.selectionSet);
    this.depthByFragment.set(name, depth);
    return depth;
  }
}
