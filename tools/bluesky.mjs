// A real Bluesky PDS on loopback, with a directory of its own, to try official posts against.
//
//   node tools/bluesky.mjs PACKAGES FOLDER     PACKAGES holds `node_modules` with @atproto/pds and @did-plc/server (better-sqlite3 built);
//                                              the data goes to FOLDER. Prints one line of JSON: address, handle, password, app_password.
//
// Needs Node 22 or newer. It serves until it is stopped. Nothing leaves this machine.
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'

const [packages, folder] = process.argv.slice(2).map((each) => path.resolve(each))
const load = createRequire(path.join(packages, 'package.json'))
const { PDS, envToCfg, envToSecrets } = load('@atproto/pds')
const { PlcServer, Database } = load('@did-plc/server')

const free = () => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => done(port)) })
})
mkdirSync(folder, { recursive: true })
const hex = () => randomBytes(32).toString('hex')
const directoryPort = await free()
await PlcServer.create({ db: Database.mock(), port: directoryPort }).start()
const port = await free()
const env = {
  port, hostname: 'localhost', devMode: true, inviteRequired: false, serviceHandleDomains: ['.test'],
  dataDirectory: folder, blobstoreDiskLocation: path.join(folder, 'blobs'), disableSsrfProtection: true,
  repoSigningKey: hex(), repoSigningKeyK256PrivateKeyHex: hex(), plcRotationKeyK256PrivateKeyHex: hex(),
  jwtSecret: hex(), dpopSecret: hex(), adminPassword: hex(), didPlcUrl: `http://127.0.0.1:${directoryPort}`,
}
const pds = await PDS.create(envToCfg(env), envToSecrets(env))
await pds.start()
const address = `http://127.0.0.1:${port}`
const ask = async (name, values, token) => {
  const answer = await fetch(`${address}/xrpc/${name}`, {
    method: 'POST', body: JSON.stringify(values),
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
  })
  if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}
const handle = 'hazel.test', password = hex()
const made = await ask('com.atproto.server.createAccount', { handle, password, email: 'office@hazel.example' })
const app = await ask('com.atproto.server.createAppPassword', { name: 'belisha' }, made.accessJwt)
console.log(JSON.stringify({ address, handle, password, app_password: app.password, did: made.did }))
