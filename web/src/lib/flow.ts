/** From the origin through whoever relays to the outlet that prints: the ways of figures, and their drawing by d3-sankey. */
import { type SankeyLink, type SankeyNode, sankey, sankeyLinkHorizontal } from 'd3-sankey';
import type { Figure } from '../wire';
import type { View } from './view';

export interface Node {
  id: string;
  column: 0 | 1 | 2;
  name: string;
  color: string;
}

export interface Edge {
  source: string;
  target: string;
  value: number;
  color: string;
  /** The figures that took this way. */
  figures: Figure[];
}

export interface Flow {
  nodes: Node[];
  edges: Edge[];
  /** Origins that were left out of the drawing, the smallest; the table has them. */
  more: number;
}

/** Most origins in the drawing. */
const ORIGINS = 18;

/** The ways of all figures whose origin is named. Names of one column are one node; the same name in two columns is two. */
export function flow(view: View): Flow {
  const figures = view.dossier.figures.filter((f) => f.speaker !== null);
  const sizes = new Map<string, number>();
  for (const f of figures) sizes.set(view.index.originKey(f), (sizes.get(view.index.originKey(f)) ?? 0) + 1);
  const largest = [...sizes.entries()].sort((a, b) => b[1] - a[1]).slice(0, ORIGINS);
  const kept = new Set(largest.map(([key]) => key));
  const nodes = new Map<string, Node>();
  const edges = new Map<string, Edge>();
  const node = (column: 0 | 1 | 2, key: string, name: string, color: string) => {
    const id = `${column} ${key}`;
    if (!nodes.has(id)) nodes.set(id, { id, column, name, color });
    return id;
  };
  const edge = (source: string, target: string, color: string, figure: Figure) => {
    const key = JSON.stringify([source, target, color]);
    const known = edges.get(key);
    if (known) {
      known.value += 1;
      known.figures.push(figure);
    } else edges.set(key, { source, target, value: 1, color, figures: [figure] });
  };
  for (const figure of figures) {
    const key = view.index.originKey(figure);
    if (!kept.has(key)) continue;
    const color = view.index.color(figure);
    const origin = node(0, key, view.origin(figure), color);
    const outlet = view.index.report(figure.report)?.outlet ?? null;
    const printed = node(2, outlet ?? figure.report, outlet ?? view.reportName(figure.report), 'ox');
    if (figure.via.length === 0) {
      edge(origin, printed, color, figure);
      continue;
    }
    const relay = node(1, view.relays(figure.via), view.relays(figure.via), 'ox');
    edge(origin, relay, color, figure);
    edge(relay, printed, color, figure);
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], more: sizes.size - kept.size };
}

export interface PlacedNode extends Node {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
}

export interface PlacedEdge extends Edge {
  path: string;
  width: number;
}

/** Places the flow in a box; `margin` is the room for names on the left and on the right. */
export function place(flow: Flow, width: number, margin: number): { nodes: PlacedNode[]; edges: PlacedEdge[]; height: number } {
  const rows = Math.max(...[0, 1, 2].map((column) => flow.nodes.filter((n) => n.column === column).length));
  const height = Math.max(160, rows * 30);
  const graph = sankey<Node, Edge>()
    .nodeId((n) => n.id)
    .nodeAlign((n) => n.column)
    .nodeWidth(6)
    .nodePadding(14)
    .extent([
      [margin, 8],
      [width - margin, height - 8],
    ])({ nodes: flow.nodes.map((n) => ({ ...n })), links: flow.edges.map((e) => ({ ...e })) });
  const path = sankeyLinkHorizontal<Node, Edge>();
  return {
    height,
    nodes: graph.nodes.map(({ id, column, name, color, x0 = 0, x1 = 0, y0 = 0, y1 = 0 }: SankeyNode<Node, Edge>) => ({
      id,
      column,
      name,
      color,
      x0,
      x1,
      y0,
      y1,
    })),
    edges: graph.links.map((link: SankeyLink<Node, Edge>, i) => ({
      ...(flow.edges[i] as Edge),
      path: path(link) ?? '',
      width: Math.max(1, link.width ?? 1),
    })),
  };
}
