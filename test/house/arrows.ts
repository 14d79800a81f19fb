/** Arrows between rooms: which folder imports which, on how many floors they stand, and where they run in a circle. */
import { dirname } from 'node:path/posix';
import { importsOf, ownPath } from '#test/house/sources.ts';

/** The folders that each folder imports from, itself left out. */
export function arrowsAmong(files: readonly string[]): Map<string, Set<string>> {
  const arrows = new Map<string, Set<string>>(files.map((file) => [dirname(file), new Set<string>()]));
  for (const file of files) {
    for (const path of importsOf(file).map(ownPath)) {
      const [from, to] = [dirname(file), dirname(path ?? file)];
      if (from !== to && arrows.has(to)) arrows.get(from)?.add(to);
    }
  }
  return arrows;
}

/** Folders that reach each other, a list for each circle: the strongly connected components of more than one. */
export function circlesIn(arrows: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const reached = new Map([...arrows.keys()].map((from) => [from, reachableFrom(from, arrows)]));
  const circles = new Map<string, string[]>();
  for (const [from, all] of reached) {
    if (!all.has(from)) continue;
    const circle = [...all].filter((to) => reached.get(to)?.has(from)).sort();
    circles.set(circle.join(), circle);
  }
  return [...circles.values()];
}

function reachableFrom(start: string, arrows: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const reached = new Set<string>();
  const open = [...(arrows.get(start) ?? [])];
  for (let room = open.pop(); room !== undefined; room = open.pop()) {
    if (reached.has(room)) continue;
    reached.add(room);
    open.push(...(arrows.get(room) ?? []));
  }
  return reached;
}

/** How many floors the rooms need when every arrow points down; a circle counts as one room. */
export function floorsOf(arrows: ReadonlyMap<string, ReadonlySet<string>>): number {
  const circleOf = new Map(circlesIn(arrows).flatMap((circle) => circle.map((room) => [room, circle.join()])));
  const floors = new Map<string, number>();
  const floorOf = (room: string): number => {
    const measured = floors.get(room);
    if (measured !== undefined) return measured;
    floors.set(room, 1);
    const below = [...(arrows.get(room) ?? [])].filter(
      (to) => circleOf.get(to) === undefined || circleOf.get(to) !== circleOf.get(room),
    );
    const floor = 1 + Math.max(0, ...below.map(floorOf));
    floors.set(room, floor);
    return floor;
  };
  return Math.max(0, ...[...arrows.keys()].map(floorOf));
}
