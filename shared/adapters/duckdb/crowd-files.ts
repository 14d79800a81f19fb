/**
 * Public listens of strangers, out of Parquet and tab-separated files of any size, cut to what teaches most:
 *
 *   files ─▶ the listeners with most listens ─▶ what each played most ─▶ (recognised: one id a recording)
 *                                                                    ─▶ what several of them play ─▶ pairs
 *
 * Read by DuckDB in a folder of its own, so that memory does not grow with the files.
 */
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';

export type CrowdBounds = {
  /** Listeners, those with most listens first. */
  readonly listenersMax: number;
  /** Recordings of one listener, those played most first. */
  readonly itemsPerListenerMax: number;
  /** Listeners of an item, below which it says nothing. */
  readonly listenersPerItemMin: number;
  readonly itemsMax: number;
};

/** A recording as the files name it. */
export type CrowdName = {
  readonly artistName: string;
  readonly title: string;
  readonly mbid: string | undefined;
  readonly releaseName: string | undefined;
};

export type CrowdPair = { readonly listener: number; readonly item_id: string; readonly plays: number };

export type Crowd = {
  readonly listens: number;
  readonly pairs: readonly CrowdPair[];
  /** Items of the pairs by id, each with its most played name. */
  readonly items: ReadonlyMap<string, CrowdName>;
};

export type CrowdFiles = {
  readonly parquet: readonly string[];
  /** With a header: user_id, artist_name, recording_name (or track_name), and recording_mbid where known. */
  readonly tsv: readonly string[];
  /** Where DuckDB may put what does not fit into memory. */
  readonly folder: string;
};

const memoryLimitMb = 1_536;

/** `idOf`: the id of a recording, undefined for what cannot be one. */
export async function readCrowd(
  files: CrowdFiles,
  bounds: CrowdBounds,
  idOf: (name: CrowdName) => string | undefined,
): Promise<Crowd> {
  const instance = await DuckDBInstance.create(`${files.folder}/crowd.duckdb`, {
    memory_limit: `${memoryLimitMb}MB`,
    temp_directory: files.folder,
    preserve_insertion_order: 'false',
  });
  const connection = await instance.connect();
  try {
    await connection.run(`CREATE VIEW raw AS ${[...parquetOf(files), ...tsvOf(files)].join(' UNION ALL ')}`);
    await connection.run(listenersOf(bounds));
    await connection.run(playedOf(bounds));
    await connection.run(
      'CREATE TABLE names AS SELECT *, row_number() OVER () AS nth FROM (SELECT artist_name, title, min(mbid) AS mbid, min(release_name) AS release_name, sum(plays) AS plays FROM played GROUP BY ALL)',
    );
    await recognise(connection, idOf);
    await connection.run(itemsOf(bounds));
    const [[listens]] = (await rows(connection, 'SELECT count(*) FROM raw')) as [[DuckDBValue]];
    const pairs = await rows(connection, pairsText);
    const named = await rows(connection, namesText);
    return {
      listens: Number(listens),
      pairs: pairs.map(([listener, itemId, plays]) => ({
        listener: Number(listener),
        item_id: String(itemId),
        plays: Number(plays),
      })),
      items: new Map(named.map(([itemId, ...name]) => [String(itemId), nameOf(name)])),
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const listOf = (paths: readonly string[]): string => `[${paths.map(quoted).join(', ')}]`;

const columns = (title: string, mbid: string, release: string): string =>
  `CAST(user_id AS VARCHAR) AS user_id, artist_name, ${title} AS title, ${mbid} AS mbid, ${release} AS release_name`;

function parquetOf({ parquet }: CrowdFiles): string[] {
  if (parquet.length === 0) return [];
  const read = `read_parquet(${listOf(parquet)}, union_by_name = true)`;
  return [`SELECT ${columns('recording_name', 'CAST(recording_mbid AS VARCHAR)', 'release_name')} FROM ${read}`];
}

function tsvOf({ tsv }: CrowdFiles): string[] {
  return tsv.map((path) => {
    const read = `read_csv(${quoted(path)}, delim = '\t', header = true, all_varchar = true, quote = '', ignore_errors = true)`;
    return `SELECT ${columns('recording_name', 'recording_mbid', 'NULL')} FROM (SELECT * FROM ${read})`;
  });
}

const listenersOf = ({ listenersMax }: CrowdBounds): string => `
  CREATE TABLE listeners AS
  SELECT user_id, row_number() OVER (ORDER BY listens DESC, user_id) AS listener
  FROM (SELECT user_id, count(*) AS listens FROM raw GROUP BY user_id)
  ORDER BY listens DESC, user_id
  LIMIT ${listenersMax}`;

const playedOf = ({ itemsPerListenerMax }: CrowdBounds): string => `
  CREATE TABLE played AS
  SELECT listener, artist_name, title, min(mbid) AS mbid, min(release_name) AS release_name, count(*) AS plays
  FROM raw JOIN listeners USING (user_id)
  WHERE artist_name <> '' AND title <> ''
  GROUP BY listener, artist_name, title
  QUALIFY row_number() OVER (PARTITION BY listener ORDER BY count(*) DESC, artist_name, title) <= ${itemsPerListenerMax}`;

const itemsOf = ({ listenersPerItemMin, itemsMax }: CrowdBounds): string => `
  CREATE TABLE kept AS
  SELECT item_id
  FROM played JOIN names USING (artist_name, title) JOIN ids USING (nth)
  GROUP BY item_id
  HAVING count(DISTINCT listener) >= ${listenersPerItemMin}
  ORDER BY count(DISTINCT listener) DESC, item_id
  LIMIT ${itemsMax}`;

const pairsText = `
  SELECT listener, item_id, sum(played.plays)::BIGINT
  FROM played JOIN names USING (artist_name, title) JOIN ids USING (nth) JOIN kept USING (item_id)
  GROUP BY listener, item_id
  ORDER BY listener, item_id`;

const namesText = `
  SELECT item_id, arg_max(artist_name, plays), arg_max(title, plays), min(mbid), arg_max(release_name, plays)
  FROM names JOIN ids USING (nth) JOIN kept USING (item_id)
  GROUP BY item_id
  ORDER BY item_id`;

async function rows(connection: DuckDBConnection, text: string): Promise<DuckDBValue[][]> {
  return (await connection.runAndReadAll(text)).getRows();
}

const textOr = (value: DuckDBValue | undefined): string | undefined => (value == null ? undefined : String(value));

const nameOf = ([artistName, title, mbid, releaseName]: readonly DuckDBValue[]): CrowdName => ({
  artistName: String(artistName),
  title: String(title),
  mbid: textOr(mbid),
  releaseName: textOr(releaseName),
});

/** Names are folded in one place, and that is not SQL. */
async function recognise(connection: DuckDBConnection, idOf: (name: CrowdName) => string | undefined): Promise<void> {
  await connection.run('CREATE TABLE ids (nth BIGINT, item_id VARCHAR)');
  const appender = await connection.createAppender('ids');
  const found = await connection.stream('SELECT nth, artist_name, title, mbid, release_name FROM names');
  for (let chunk = await found.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await found.fetchChunk()) {
    for (const [nth, ...name] of chunk.getRows()) {
      const itemId = idOf(nameOf(name));
      if (itemId === undefined) continue;
      appender.appendBigInt(BigInt(nth as bigint));
      appender.appendVarchar(itemId);
      appender.endRow();
    }
  }
  appender.closeSync();
}
