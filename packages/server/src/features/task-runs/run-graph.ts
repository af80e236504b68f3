import type { StateType } from '@carillon/core';
import type { GraphRow } from './statements/read-graph-rows.ts';

type Link = { id: string };

export type GraphNode = {
  kind: 'task-run' | 'flow-run';
  id: string;
  label: string;
  stateType: StateType | null;
  startTime: Date | null;
  endTime: Date | null;
  parents: Link[];
  children: Link[];
  /** Those that it runs inside of. */
  encapsulating: Link[];
  artifacts: never[];
};

const insideKey = '__parents__';

/** The ids of the runs that a task run's inputs name, each once. */
const linksOf = (row: GraphRow, ofInside: boolean): Set<string> =>
  new Set(
    Object.entries(row.task_inputs)
      .filter(([key]) => (key === insideKey) === ofInside)
      .flatMap(([, inputs]) => inputs)
      .flatMap((input) => ('id' in input ? [input.id] : [])),
  );

/** A task run that stands for a run is drawn as that run. */
const nodeOf = (row: GraphRow): GraphNode => {
  const common = { parents: [], children: [], encapsulating: [], artifacts: [] };
  if (row.child_id !== null)
    return {
      ...common,
      kind: 'flow-run',
      id: row.child_id,
      label: row.child_label ?? row.name,
      stateType: row.child_state_type,
      startTime: row.child_start ?? row.start,
      endTime: row.child_end,
    };
  return {
    ...common,
    kind: 'task-run',
    id: row.id,
    label: row.name,
    stateType: row.state_type,
    startTime: row.start,
    endTime: row.end_time ?? (row.state_type === 'COMPLETED' ? row.start : null),
  };
};

/**
 * The graph of a run's tasks: who took what from whom, and who ran inside of whom. An edge joins two nodes that are there; those
 * without a parent are its roots.
 */
export const runGraph = (rows: readonly GraphRow[]): { nodes: GraphNode[]; rootIds: string[] } => {
  const nodes = rows.map(nodeOf);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const [index, row] of rows.entries()) {
    const node = nodes[index];
    if (node === undefined) continue;
    for (const id of linksOf(row, false)) {
      const parent = byId.get(id);
      if (parent === undefined) continue;
      node.parents.push({ id });
      parent.children.push({ id: node.id });
    }
    for (const id of linksOf(row, true)) if (byId.has(id)) node.encapsulating.push({ id });
  }
  return { nodes, rootIds: nodes.filter(({ parents }) => parents.length === 0).map(({ id }) => id) };
};
