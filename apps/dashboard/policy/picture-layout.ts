import dagre from '@dagrejs/dagre';
import type { PictureEdge, PictureModel, PictureNode } from './picture-model';

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

/** Places the nodes in their columns, ordered so that few edges cross. */
export function layOut({ nodes, edges }: PictureModel): PictureLayout {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', ranksep: COLUMN_GAP, nodesep: ROW_GAP });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const { from, to } of edges) graph.setEdge(from, to);
  dagre.layout(graph);

  const middleOf = inOrder(nodes, edges, (id) => (graph.node(id) as { y: number }).y);
  const placed = nodes.map((node) => ({
    ...node,
    // Every way has one node of each column, so the column alone says where a node stands.
    x: node.column * (NODE_WIDTH + COLUMN_GAP),
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
