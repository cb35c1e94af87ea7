import { execFile } from 'node:child_process'
import { access, constants, realpath } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'

/** What a program may see of the machine beyond itself and the system's libraries. Paths are absolute. */
export type Reach = {
  /** Where it works: the only place it may write to. */
  folder?: string
  /** Files it may read. */
  files?: readonly string[]
  network?: boolean
}

const libraries = [
  ...['/bin', '/lib', '/lib32', '/lib64', '/etc/alternatives', '/etc/ld.so.cache'],
  ...['/usr/bin', '/usr/lib', '/usr/lib32', '/usr/lib64', '/usr/local/lib', '/usr/share'],
]
const naming = [
  '/etc/hosts',
  '/etc/resolv.conf',
  '/etc/nsswitch.conf',
  '/etc/ssl/certs',
  '/etc/ssl/openssl.cnf',
]
/** How many cores there are: encoders choose their threads by it. */
const cores = ['/sys/devices/system/cpu', '/sys/devices/system/node']
const devices = ['/dev/null', '/dev/zero', '/dev/urandom']
const proxies = ['http_proxy', 'no_proxy']

const readable = (paths: readonly string[]) => paths.flatMap((path) => ['--ro-bind-try', path, path])

/**
 * Arguments for bubblewrap: an empty root with the libraries, no environment, no capabilities, no /proc, and no network
 * unless asked for. The program is the first process of its namespace, as only then its CPU is counted for its parent;
 * it stays in the process group of who starts it, and dies with it.
 */
function sandboxArguments(program: string, { folder, files = [], network = false }: Reach): string[] {
  const settings = proxies.flatMap((name) => {
    const value = process.env[name]
    return network && value ? ['--setenv', name, value] : []
  })
  return [
    ...['--unshare-all', ...(network ? ['--share-net'] : []), '--cap-drop', 'ALL'],
    ...['--die-with-parent', '--as-pid-1', '--clearenv', ...settings],
    ...readable([...libraries, ...cores, program, ...(network ? naming : [])]),
    ...devices.flatMap((path) => ['--dev-bind', path, path]),
    ...(folder === undefined ? [] : ['--bind', folder, folder]),
    ...readable(files),
    ...['--remount-ro', '/', '--chdir', folder ?? '/', '--', program],
  ]
}

/** The file that a shell would start; undefined when there is none. */
async function locate(program: string): Promise<string | undefined> {
  const folders = program.includes('/') ? [''] : (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  for (const file of folders.map((folder) => join(folder, program))) {
    const found = await access(file, constants.X_OK).then(
      () => realpath(file),
      () => undefined,
    )
    if (found) return found
  }
  return undefined
}

/** Programs that have started in a sandbox on this machine; one that has not is tried again the next time. */
const proven = new Map<string, Promise<boolean>>()

function startsInSandbox(bubblewrap: string, program: string): Promise<boolean> {
  const pair = `${bubblewrap} ${program}`
  const known = proven.get(pair)
  if (known) return known
  const trial = promisify(execFile)(bubblewrap, [...sandboxArguments(program, {}), '-version'], {
    timeout: 10_000,
  }).then(
    () => true,
    () => {
      proven.delete(pair)
      return false
    },
  )
  proven.set(pair, trial)
  return trial
}

/**
 * The words that start `program`, ffmpeg or ffprobe, in a sandbox of its own. Its bare name where the machine has no
 * bubblewrap, or no user namespaces for it, or the program does not start in there.
 */
export async function sandboxed(program: string, reach: Reach, bubblewrap = 'bwrap'): Promise<string[]> {
  const file = await locate(program)
  if (file === undefined || !(await startsInSandbox(bubblewrap, file))) return [program]
  return [bubblewrap, ...sandboxArguments(file, reach)]
}
