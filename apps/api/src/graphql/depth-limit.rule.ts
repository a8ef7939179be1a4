import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

export const DEEPEST = 12;

/** Refuses operations that nest fields more than `deepest` times; introspection is bounded too. */
export const depthLimit =
  (deepest: number): ValidationRule =>
  (context: ValidationContext): ASTVisitor => ({
    OperationDefinition(operation) {
      const depth = new DepthOf(context).selections(operation.selectionSet, new Set());
      if (depth <= deepest) return;
      const message = `The query nests fields ${depth} deep; at most ${deepest} are allowed. Ask for less at once.`;
      context.reportError(new GraphQLError(message, { nodes: [operation], extensions: { code: 'QUERY_TOO_DEEP' } }));
    },
  });

/** Remembers each fragment, so that fragments that spread each other many times cost nothing more. */
class DepthOf {
  private readonly byFragment = new Map<string, number>();

  constructor(private readonly context: ValidationContext) {}

  selections(set: SelectionSetNode | undefined, inside: ReadonlySet<string>): number {
    let deepest = 0;
    for (const selection of set?.selections ?? []) {
      if (selection.kind === 'Field') deepest = Math.max(deepest, 1 + this.selections(selection.selectionSet, inside));
      else if (selection.kind === 'InlineFragment') {
        deepest = Math.max(deepest, this.selections(selection.selectionSet, inside));
      } else deepest = Math.max(deepest, this.fragment(this.context.getFragment(selection.name.value), inside));
    }
    return deepest;
  }

  private fragment(fragment: FragmentDefinitionNode | null | undefined, inside: ReadonlySet<string>): number {
    // A cycle is an error of its own (NoFragmentCycles).
    if (fragment == null || inside.has(fragment.name.value)) return 0;
    const name = fragment.name.value;
    const known = this.byFragment.get(name);
    if (known !== undefined) return known;
    const depth = this.selections(fragment.selectionSet, new Set([...inside, name]));
    this.byFragment.set(name, depth);
    return depth;
  }
}
