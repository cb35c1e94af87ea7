import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'

const folder = new URL('./security/', import.meta.url)

const secureEverything = `
  do $$ declare t record; begin
    for t in select c.oid::regclass as name from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') loop
      execute format('alter table %s enable row level security', t.name);
      execute format('alter table %s force row level security', t.name);
    end loop;
    for t in select format('drop policy %I on %s', polname, polrelid::regclass) as command from pg_policy p
        join pg_class c on c.oid = p.polrelid where c.relnamespace = 'app'::regnamespace loop
      execute t.command;
    end loop;
    for t in select oid from pg_proc where pronamespace = 'app'::regnamespace loop
      -- A function that others call has taken them along.
      if exists (select from pg_proc where oid = t.oid) then
        execute format('drop function %s cascade', t.oid::regprocedure);
      end if;
    end loop;
  end $$;
  revoke all on all tables in schema app from public, codex_app, codex_worker, codex_definer;
  grant usage on schema app to codex_app, codex_worker, codex_definer;
  grant create on schema app to codex_definer;`

const ownDefiners = `
  do $$ declare f record; begin
    for f in select oid::regprocedure as name, prosecdef from pg_proc where pronamespace = 'app'::regnamespace loop
      execute format('revoke all on function %s from public', f.name);
      if f.prosecdef then execute format('alter function %s owner to codex_definer', f.name); end if;
    end loop;
  end $$;
  revoke create on schema app from codex_definer;`

/**
 * Lays functions, triggers, grants and policies of `db/security/` over the tables, in the order of the file names and in
 * one transaction. Does nothing when the files and the migrations are those of the last run. `client` acts as codex_owner.
 */
export async function secureDatabase(client: pg.Client, migrations: readonly string[]): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const files = await Promise.all(names.map((name) => readFile(fileURLToPath(new URL(name, folder)), 'utf8')))
  const fingerprint = createHash('sha256')
    .update([...migrations, secureEverything, ownDefiners, ...files].join('\n'))
    .digest('hex')

  await client.query('create table if not exists drizzle.security (fingerprint text not null)')
  const { rows } = await client.query<{ fingerprint: string }>('select fingerprint from drizzle.security')
  if (rows[0]?.fingerprint === fingerprint) return

  const functions = files.filter((_, at) => !/-(grants|policies)\.sql$/.test(names[at]!))
  const rights = files.filter((_, at) => /-(grants|policies)\.sql$/.test(names[at]!))
  await client.query('begin')
  try {
    await client.query(secureEverything)
    for (const file of functions) await client.query(file)
    await client.query(ownDefiners)
    for (const file of rights) await client.query(file)
    await client.query('delete from drizzle.security')
    await client.query('insert into drizzle.security values ($1)', [fingerprint])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
