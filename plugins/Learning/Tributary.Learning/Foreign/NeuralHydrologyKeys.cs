namespace Tributary.Learning;

/// <summary>What NeuralHydrology's settings are about that say nothing of a network's predictions.</summary>
internal static class NeuralHydrologyKeys
{
    private static readonly (string About, string[] Keys)[] Known =
    [
        ("of training only",
        [
            "allow_subsequent_nan_losses", "base_run_dir", "batch_size", "checkpoint_path", "clip_gradient_norm", "continue_from_epoch", "epochs", "finetune_modules",
            "is_continue_training", "is_finetuning", "learning_rate", "loss", "max_updates_per_epoch", "no_loss_frequencies", "number_of_basins", "optimizer", "random_holdout_from_dynamic_features",
            "regularization", "seed", "target_loss_weights", "target_noise_std", "num_workers", "device", "initial_learning_rate", "learning_rate_strategy",
            "learning_rate_drop_factor", "learning_rate_epochs_drop", "weight_init_opts", "detect_anomaly", "compile", "lazy_load", "cache",
        ]),
        ("of the data that it was trained and tested on",
        [
            "data_dir", "dataset", "forcings", "train_basin_file", "validation_basin_file", "test_basin_file", "train_start_date", "train_end_date",
            "validation_start_date", "validation_end_date", "test_start_date", "test_end_date", "per_basin_train_periods_file", "per_basin_validation_periods_file",
            "per_basin_test_periods_file", "train_data_file", "save_train_data", "rating_curve_file", "additional_feature_files",
            "targets_data_dir", "statics_data_dir", "dynamics_data_dir", "load_as_csv", "load_target_features_parallel_processes", "allzero_samples_are_invalid",
        ]),
        ("of its evaluation",
        [
            "metrics", "validate_every", "validate_n_random_basins", "cache_validation_data", "save_validation_results", "save_all_output", "mc_dropout", "n_samples",
            "negative_sample_handling", "negative_sample_max_retries", "tester_skip_obs_all_nan", "tester_sample_reduction", "inference_mode",
        ]),
        ("of files, logging and versions",
        [
            "experiment_name", "run_dir", "train_dir", "img_log_dir", "log_interval", "log_n_figures", "log_tensorboard", "log_loss_every_nth_update", "logging_level",
            "print_warnings_once", "save_git_diff", "save_weights_every", "verbose", "package_version", "commit_hash",
        ]),
        ("its effect is in the scaler's numbers already", ["custom_normalization"]),
        ("inputs named NAME_copyN are copies of NAME, to be given as series of their own", ["duplicate_features"]),
        ("inputs named NAME_shiftN are NAME of N steps before, to be given as series of their own", ["lagged_features"]),
        ("gaps of a series are to be filled from the other before it is given", ["union_mapping"]),
    ];

    private static readonly Dictionary<string, string> Remarks = Known.SelectMany(group => group.Keys.Select(key => (key, group.About))).ToDictionary(pair => pair.key, pair => pair.About);

    /// <summary>What a setting is about.</summary>
    public static string Remark(string key) => Remarks.GetValueOrDefault(key, "not known here, or of a model or head that the run does not have");
}
