import { Module, type DynamicModule } from '@nestjs/common';
import { AlphabetsModule } from '../recognise/alphabets/alphabets.module.js';
import { LinesModule } from '../recognise/lines/lines.module.js';
import { PredictionsModule } from '../recognise/predictions/predictions.module.js';
import { ServingModule } from '../recognise/serving/serving.module.js';
import { ExportSamplesRepository } from './exports/export-samples.repository.js';
import { ExportsController } from './exports/exports.controller.js';
import { ExportsService } from './exports/exports.service.js';
import { BUILT_HDF5, HDF5_SOURCE, type Hdf5Source } from './formats/hdf5/hdf5-thread.js';
import { ImportFiles } from './formats/import-files.service.js';
import { ClaimedImports } from './imports/claimed-imports.repository.js';
import { ImportFolder } from './imports/import-folder.js';
import { SeenFiles } from './imports/seen-files.service.js';
import { ImportRunner } from './imports/import-runner.service.js';
import { ImportWork } from './imports/import-work.service.js';
import { ImportsController } from './imports/imports.controller.js';
import { ImportsRepository } from './imports/imports.repository.js';
import { ImportsService } from './imports/imports.service.js';
import { InsertSamplesRepository } from './imports/insert-samples.repository.js';
import { OwnDataImportController } from './own-data/own-data-import.controller.js';
import { OwnDataImportService } from './own-data/own-data-import.service.js';
import { OwnDataImportRepository } from './own-data/own-data.repository.js';

/** Labelled drawings out of files and into files. */
@Module({
  imports: [AlphabetsModule, LinesModule, PredictionsModule, ServingModule],
  controllers: [ImportsController, ExportsController, OwnDataImportController],
  providers: [
    ClaimedImports,
    ExportSamplesRepository,
    ExportsService,
    ImportFiles,
    ImportFolder,
    SeenFiles,
    ImportRunner,
    ImportWork,
    ImportsRepository,
    ImportsService,
    InsertSamplesRepository,
    OwnDataImportRepository,
    OwnDataImportService,
  ],
})
export class TransferModule {
  /** @param hdf5 which file the threads for HDF5 run; tests give the TypeScript one with a loader */
  static of(hdf5: Hdf5Source = BUILT_HDF5): DynamicModule {
    return {
      module: TransferModule,
      providers: [{ provide: HDF5_SOURCE, useValue: hdf5 }],
    };
  }
}
