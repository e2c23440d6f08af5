import 'reflect-metadata';
import { messageOf } from '@inkling/contract';
import { AppModule } from './app.module.js';
import { ConfigError, loadConfig, type Config } from './config/load-config.js';
import { createApp } from './create-app.js';
import { Pictures } from './picture/pictures.service.js';

function readConfig(): Config {
  try {
    return loadConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(`Inkling can't start with these settings:\n${error.message}`);
    process.exit(1);
  }
}

const config = readConfig();
try {
  const app = await createApp(config, AppModule.of(config));
  app.get(Pictures, { strict: false }).warmUp();
  await app.listen(config.port, config.host);
  console.log(`listening on ${await app.getUrl()}`);
} catch (error) {
  console.error(`Inkling could not start: ${messageOf(error)}`);
  process.exit(1);
}
