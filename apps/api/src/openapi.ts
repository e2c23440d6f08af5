import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { AppModule } from './app.module.js';
import { loadConfig } from './config/load-config.js';
import { createApp } from './create-app.js';
import { createOpenApiDocument } from './http/docs/openapi-document.js';

// Nothing is started: the address is never used.
const config = loadConfig({
  DATABASE_URL: 'postgresql://none@127.0.0.1:1/none',
  LOG_LEVEL: 'error',
});
const app = await createApp(config, AppModule.of(config));
const text = `${JSON.stringify(createOpenApiDocument(app), null, 2)}\n`;
const file = process.argv[2];
if (file === undefined) process.stdout.write(text);
else await writeFile(file, text);
await app.close();
