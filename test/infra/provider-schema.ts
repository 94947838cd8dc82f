/**
 * The arguments of the resources that the modules use, as the providers document them (Google 7.21 to 8.x, Kubernetes 2.30 to 3.x): `!` is
 * required, `{}` a block. Not all of each resource, but nothing that a provider does not know.
 */
export const providerSchema: Record<string, string> = {
  google_cloud_run_service_iam_member: 'location member! project role! service!',
  google_cloud_scheduler_job:
    'attempt_deadline description name! paused project region schedule time_zone http_target{} retry_config{}',
  'google_cloud_scheduler_job.http_target': 'body headers http_method uri! oidc_token{}',
  'google_cloud_scheduler_job.http_target.oidc_token': 'audience service_account_email!',
  'google_cloud_scheduler_job.retry_config':
    'max_backoff_duration max_doublings max_retry_duration min_backoff_duration retry_count',
  google_cloudfunctions2_function:
    'description kms_key_name labels location! name! project build_config{} service_config{}',
  'google_cloudfunctions2_function.build_config':
    'docker_repository entry_point environment_variables runtime service_account worker_pool source{}',
  'google_cloudfunctions2_function.build_config.source': 'storage_source{}',
  'google_cloudfunctions2_function.build_config.source.storage_source': 'bucket generation object',
  'google_cloudfunctions2_function.service_config':
    'all_traffic_on_latest_revision available_cpu available_memory binary_authorization_policy environment_variables ingress_settings max_instance_count max_instance_request_concurrency min_instance_count service_account_email direct_vpc_egress timeout_seconds vpc_connector vpc_connector_egress_settings direct_vpc_network_interface{} secret_environment_variables{} secret_volumes{}',
  'google_cloudfunctions2_function.service_config.secret_environment_variables': 'key! project_id! secret! version!',
  'google_cloudfunctions2_function.service_config.secret_volumes': 'mount_path! project_id! secret!',
  google_logging_folder_sink:
    'description destination! disabled filter folder! include_children intercept_children name! exclusions{}',
  'google_logging_folder_sink.exclusions': 'description disabled filter! name!',
  'google_logging_project_sink.exclusions': 'description disabled filter! name!',
  google_logging_metric:
    'bucket_name description disabled filter! label_extractors name! project value_extractor metric_descriptor{}',
  'google_logging_metric.metric_descriptor': 'display_name metric_kind! unit value_type!',
  google_logging_project_sink:
    'custom_writer_identity description destination! disabled filter name! project unique_writer_identity exclusions{}',
  google_monitoring_alert_policy:
    'combiner! display_name! enabled notification_channels project severity user_labels conditions!{} documentation{}',
  'google_monitoring_alert_policy.conditions': 'display_name! condition_prometheus_query_language{}',
  'google_monitoring_alert_policy.conditions.condition_prometheus_query_language':
    'alert_rule disable_metric_validation duration evaluation_interval labels query! rule_group',
  'google_monitoring_alert_policy.documentation': 'content mime_type subject',
  google_project_iam_custom_role: 'description permissions! project role_id! stage title!',
  google_project_iam_member: 'member! project! role!',
  google_project_service: 'disable_dependent_services disable_on_destroy project service!',
  google_pubsub_subscription:
    'ack_deadline_seconds enable_exactly_once_delivery enable_message_ordering filter labels message_retention_duration name! project retain_acked_messages topic! dead_letter_policy{} expiration_policy{} push_config{} retry_policy{}',
  'google_pubsub_subscription.dead_letter_policy': 'dead_letter_topic max_delivery_attempts',
  'google_pubsub_subscription.expiration_policy': 'ttl!',
  'google_pubsub_subscription.push_config': 'attributes push_endpoint! oidc_token{}',
  'google_pubsub_subscription.push_config.oidc_token': 'audience service_account_email!',
  'google_pubsub_subscription.retry_policy': 'maximum_backoff minimum_backoff',
  google_pubsub_subscription_iam_member: 'member! project role! subscription!',
  google_pubsub_topic: 'kms_key_name labels message_retention_duration name! project',
  google_pubsub_topic_iam_member: 'member! project role! topic!',
  google_secret_manager_secret_iam_member: 'member! project role! secret_id!',
  google_service_account: 'account_id! create_ignore_already_exists description disabled display_name project',
  google_service_account_iam_member: 'member! role! service_account_id!',
  google_storage_bucket:
    'default_event_based_hold enable_object_retention force_destroy labels location! name! project public_access_prevention requester_pays rpo storage_class uniform_bucket_level_access lifecycle_rule{} versioning{}',
  'google_storage_bucket.lifecycle_rule': 'action!{} condition!{}',
  'google_storage_bucket.lifecycle_rule.action': 'storage_class type!',
  'google_storage_bucket.lifecycle_rule.condition':
    'age created_before custom_time_before days_since_custom_time days_since_noncurrent_time matches_prefix matches_storage_class matches_suffix noncurrent_time_before num_newer_versions send_age_if_zero send_days_since_custom_time_if_zero send_days_since_noncurrent_time_if_zero send_num_newer_versions_if_zero with_state',
  'google_storage_bucket.versioning': 'enabled!',
  google_storage_bucket_iam_member: 'bucket! member! role!',
  google_storage_bucket_object:
    'bucket! cache_control content content_disposition content_encoding content_language content_type deletion_policy detect_md5_hash event_based_hold force_empty_content_type kms_key_name metadata name! source source_md5_hash storage_class temporary_hold',
  'google_cloudfunctions2_function.service_config.direct_vpc_network_interface': 'network subnetwork tags',
  kubernetes_cluster_role_binding_v1: 'metadata!{} role_ref!{} subject!{}',
  kubernetes_cluster_role_v1: 'metadata!{} rule{}',
  kubernetes_manifest: 'computed_fields manifest! object',
  kubernetes_namespace_v1: 'metadata!{} wait_for_default_service_account',
  kubernetes_role_binding_v1: 'metadata!{} role_ref!{} subject!{}',
  kubernetes_role_v1: 'metadata!{} rule!{}',
  ...Object.fromEntries(
    ['cluster_role_binding', 'cluster_role', 'namespace', 'role_binding', 'role'].flatMap((kind) => [
      [`kubernetes_${kind}_v1.metadata`, 'annotations generate_name labels name namespace'],
      [`kubernetes_${kind}_v1.role_ref`, 'api_group! kind! name!'],
      [`kubernetes_${kind}_v1.rule`, 'api_groups non_resource_urls resource_names resources verbs!'],
      [`kubernetes_${kind}_v1.subject`, 'api_group kind! name! namespace'],
    ]),
  ),
  'data.google_project': 'project_id',
  'data.archive_file': 'type! source_dir output_path! output_file_mode excludes',
};

/** What may be read of a resource beside its arguments. */
export const providerAttributes: Record<string, string> = {
  'google_cloudfunctions2_function.service_config': 'uri',
  google_logging_folder_sink: 'writer_identity',
  google_logging_project_sink: 'writer_identity',
  google_project_iam_custom_role: 'name',
  google_pubsub_topic: 'id',
  google_service_account: 'email member name',
  'data.archive_file': 'output_sha256',
  'data.google_project': 'number',
};
