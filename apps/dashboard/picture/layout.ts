import dagre from '@dagrejs/dagre';
import type { PictureEdge, PictureModel, PictureNode } from './model';

export const NODE_WIDTH = 216;
export const NODE_HEIGHT = 46;
const COLUMN_GAP = 74;
const ROW_GAP = 14;
/** Room above for the names of the columns. */
const HEAD = 28;

export interface PlacedNode extends PictureNode {
  /** Left and top edge. */
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge extends PictureEdge {
  /** An SVG path from the right edge of one node to the left edge of the other. */
  readonly path: string;
}

export interface PictureLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** Left edge of a column. */
export const columnLeft = (column: number): number => column * (NODE_WIDTH + COLUMN_GAP);

/** Places the nodes in their columns, ordered so that few edges cross. */
export function layOut({ nodes, edges }: PictureModel): PictureLayout {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', ranksep: COLUMN_GAP, nodesep: ROW_GAP });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  const columnOf = new Map(nodes.map(({ id, column }) => [id, column]));
  for (const { from, to } of edges) {
    // A line over a column keeps its end out of it.
    graph.setEdge(from, to, { minlen: Math.max((columnOf.get(to) ?? 0) - (columnOf.get(from) ?? 0), 1) });
  }
  dagre.layout(graph);

  const middleOf = apart(
    nodes,
    inOrder(nodes, edges, (id) => (graph.node(id) as { y: number }).y),
  );
  const placed = nodes.map((node) => ({
    ...node,
    x: columnLeft(node.column),
    y: middleOf(node.id) - NODE_HEIGHT / 2 + HEAD,
  }));
  const placeById = new Map(placed.map((node) => [node.id, node]));
  return {
    width: Math.max(0, ...placed.map(({ x }) => x + NODE_WIDTH)),
    height: Math.max(0, ...placed.map(({ y }) => y + NODE_HEIGHT)),
    nodes: placed,
    edges: edges.flatMap((edge) => {
      const from = placeById.get(edge.from);
      const to = placeById.get(edge.to);
      return from && to ? [{ ...edge, path: curve(from, to) }] : [];
    }),
  };
}

function curve(from: PlacedNode, to: PlacedNode): string {
  const [x1, y1] = [from.x + NODE_WIDTH, from.y + NODE_HEIGHT / 2];
  const [x2, y2] = [to.x, to.y + NODE_HEIGHT / 2];
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

/** Nodes behind the same nodes swap places until they stand in the order of the model: dagre does not keep it. */
function inOrder(nodes: readonly PictureNode[], edges: readonly PictureEdge[], middle: (id: string) => number) {
  const siblings = new Map<string, string[]>();
  for (const { id } of nodes) {
    const behind = edges.filter(({ to }) => to === id).map(({ from }) => from);
    const key = JSON.stringify(behind.sort());
    siblings.set(key, [...(siblings.get(key) ?? []), id]);
  }
  const middles = new Map<string, number>();
  for (const ids of siblings.values()) {
    const places = ids.map(middle).sort((a, b) => a - b);
    ids.forEach((id, index) => middles.set(id, places[index] ?? 0));
  }
  return (id: string) => middles.get(id) ?? 0;
}

/** Nodes of one column keep their distance: dagre knows ranks, and a node without lines has the first, whatever its column. */
function apart(nodes: readonly PictureNode[], middle: (id: string) => number) {
  const middles = new Map<string, number>();
  for (const column of new Set(nodes.map((node) => node.column))) {
    let free = -Infinity;
    const here = nodes.filter((node) => node.column === column).sort((a, b) => middle(a.id) - middle(b.id));
    for (const { id } of here) {
      const place = Math.max(middle(id), free);
      middles.set(id, place);
      free = place + NODE_HEIGHT + ROW_GAP;
    }
  }
  return (id: string) => middles.get(id) ?? 0;
}
